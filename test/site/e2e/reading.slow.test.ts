import { expect, it, onTestFinished } from 'vitest'
import { expectCalm, openBrowser } from './browser.ts'
import { removeSite, siteAt } from './built-site.ts'
import { serveCourse } from './course-server.ts'
import { LabPage } from './lab-page.ts'
import { hostFiles } from './static-host.ts'

const SEARCHES = [
  { language: '', button: 'Search', word: 'loopback' },
  { language: 'ru/', button: 'Поиск', word: 'кабель' },
  { language: 'zh/', button: '搜索', word: '网桥' },
  { language: 'fr/', button: 'Rechercher', word: 'passerelle' },
]

it('search finds a word in the language of the page, and leads there', async () => {
  const server = await serveCourse()
  const watched = await openBrowser()
  const { page } = watched
  await page.goto(server.address)
  for (const { language, button, word } of SEARCHES) {
    await page.goto(`http://127.0.0.1:${server.port}/${language}`, { waitUntil: 'networkidle' })
    await page.getByRole('button', { name: button }).first().click()
    await page.locator('.VPLocalSearchBox input').fill(word)
    const first = page.locator('.VPLocalSearchBox .results .result').first()
    await first.waitFor()
    const address = (await first.getAttribute('href'))!
    expect(address).toMatch(new RegExp(`^/${language}[a-z-]+/`))
    if (language === '') expect(address).not.toMatch(/^\/(ru|zh|fr)\//)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => decodeURI(url.pathname + url.hash) === address)
    await expect.poll(() => page.locator('.lesson').textContent()).toMatch(new RegExp(word, 'i'))
  }
  expectCalm(watched, `http://127.0.0.1:${server.port}`)
})

it('another language opens at the step that is being read', async () => {
  const server = await serveCourse()
  const { page } = await openBrowser()
  await LabPage.open(page, server, 'veth')
  await page.locator('.step-bar a[href="#move"]').click()
  await page.waitForURL('**/veth/#move')
  for (const [name, path] of [
    ['Русский', '/ru/veth/'],
    ['简体中文', '/zh/veth/'],
    ['Français', '/fr/veth/'],
    ['English', '/veth/'],
  ] as const) {
    await page.locator('.VPNavBarTranslations button').hover()
    await page.locator('.VPNavBarTranslations').getByRole('link', { name }).click()
    await page.waitForURL(`**${path}#move`)
    const heading = page.locator('#move')
    const top = async () => (await heading.boundingBox())?.y ?? -1
    await expect.poll(top).toBeGreaterThan(0)
    await expect.poll(top).toBeLessThan(180)
    await expect.poll(() => page.locator('.step-bar a.current').getAttribute('href')).toBe('#move')
  }
})

it('a host of files has the lessons whole, what was recorded, and no request that fails', async () => {
  const base = '/course/'
  const site = await siteAt(base)
  onTestFinished(() => removeSite(site))
  const origin = await hostFiles(site, base)
  const watched = await openBrowser()
  const { page } = watched
  await page.goto(`${origin}${base}`, { waitUntil: 'networkidle' })
  await page.locator('.labs a').filter({ hasText: 'A cable by hand' }).click()
  await page.waitForURL(`${origin}${base}veth/`)
  await page.locator('.lesson h1').filter({ hasText: 'A cable by hand' }).waitFor()
  expect(await page.locator('.lesson h2[id]:has(.step-mark)').count()).toBe(7)
  expect(await page.locator('.lab-facts').textContent()).toMatch(/Last verified: .*Docker \d+.*Linux \d+/)
  expect(await page.locator('.lab-facts .read-only').textContent()).toContain('npm start')
  expect(await page.locator('.run-button').count()).toBe(0)
  expect(await page.locator('.terminal-dock').count()).toBe(0)

  const block = page.locator('.console-block').first()
  expect(await block.locator('.printed').first().textContent()).not.toMatch(/[0-9a-f]{64}/)
  await block.getByRole('button', { name: 'Show a recorded output' }).click()
  await expect.poll(() => block.locator('.printed.came').first().textContent()).toMatch(/[0-9a-f]{64}/)
  await block.getByRole('button', { name: 'Show the expected output' }).click()
  await expect.poll(() => block.locator('.printed.came').count()).toBe(0)

  // Nobody sees what a reader does: they tick off steps themselves, and their browser keeps that.
  await page.getByRole('button', { name: '1. Mark this step as done' }).click()
  await page.reload({ waitUntil: 'networkidle' })
  expect(await new LabPage(page).doneSteps()).toEqual(['none'])

  await page.locator('.VPNavBarTranslations button').hover()
  await page.locator('.VPNavBarTranslations').getByRole('link', { name: 'Français' }).click()
  await page.waitForURL(`${origin}${base}fr/veth/**`)
  await page.getByRole('button', { name: 'Rechercher' }).first().click()
  await page.locator('.VPLocalSearchBox input').fill('passerelle')
  await page.locator('.VPLocalSearchBox .result').first().waitFor()
  expect(watched.asked.filter((url) => url.includes('/live/') || url.startsWith('ws:'))).toEqual([])
  expectCalm(watched, origin)
})

it('on paper there is the lesson, and nothing that is pressed', async () => {
  const server = await serveCourse()
  const { page } = await openBrowser()
  await LabPage.open(page, server, 'veth')
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.lesson .command').first().isVisible()).toBe(true)
  for (const pressed of ['.VPNav', '.terminal-dock', '.step-bar', '.lesson button'])
    expect(await page.locator(pressed).first().isVisible()).toBe(false)
})
