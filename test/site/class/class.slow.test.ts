import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { LiveClass } from '../../serve/class/live-class.ts'
import { expectCalm, launch, watchedPage } from '../e2e/browser.ts'
import { builtSite } from '../e2e/built-site.ts'
import { courseFolder } from '../e2e/course-server.ts'
import { violations } from '../e2e/violations.ts'

const PHONE = { viewport: { width: 390, height: 844 } }

it('a teacher sees who needs help and gives it, and learners see what is for them', async () => {
  const live = await LiveClass.start(courseFolder(), ['--labs', 'netns,veth'], await builtSite())
  const origin = `http://127.0.0.1:${live.port}`
  await using browser = await launch()
  const found: string[] = []
  const look = async (page: Page, what: string): Promise<void> => {
    for (const line of await violations(page)) found.push(`${what}: ${line}`)
  }

  const desk = await watchedPage(browser)
  const teacher = desk.page
  await teacher.goto(live.teacherAddress)
  await teacher.getByText('Nobody has joined yet').waitFor()
  await teacher.getByRole('button', { name: 'Show large' }).click()
  await teacher.locator('dialog[open]').getByText(live.code).waitFor()
  await look(teacher, 'the way in, large')
  await teacher.keyboard.press('Escape')
  await look(teacher, 'a class without learners')

  const join = async (name: string, options = {}): Promise<Page> => {
    const { page } = await watchedPage(browser, options)
    await page.goto(live.joinAddress)
    await page.locator('input[name=name]').fill(name)
    await page.keyboard.press('Enter')
    await page.locator('.learner-menu').waitFor()
    return page
  }
  const ada = await join('Ada')
  const ben = await join('Ben', PHONE)

  await ada.locator('.machine-bar .lamp.ready').waitFor({ timeout: 60_000 })
  await ada.locator('.lesson .run-button').first().click()
  await ada.locator('.command.matched').first().waitFor()
  await ada.getByRole('button', { name: 'Raise hand' }).click()
  await ada.locator('.drop-panel input:focus').waitFor()
  await ada.keyboard.type('What <b>now</b>?')
  await ada.keyboard.press('Enter')

  const line = teacher.getByRole('row', { name: 'Ada' })
  await line.getByText('What <b>now</b>?').waitFor()
  await look(teacher, 'the learners')
  await line.getByRole('button', { name: 'Ada' }).click()
  const panel = teacher.locator('.shoulder-panel')
  await expect.poll(() => panel.locator('.xterm-rows').textContent()).toContain('host$')
  await ada.getByText('The teacher is looking at your terminals').waitFor()
  await look(teacher, 'over the shoulder')

  const along = panel.getByRole('switch', { name: 'Type along' })
  expect(await along.isDisabled()).toBe(true)
  await ada.locator('.learner-menu').click()
  await ada.getByRole('switch', { name: 'Let the teacher type' }).check()
  await ada.getByRole('button', { name: 'Show my way back in' }).click()
  await ada.locator('.way-back code').waitFor()
  await look(ada, 'the menu of a learner')
  await ada.keyboard.press('Escape')
  await along.check()
  await teacher.keyboard.type('echo typed-$((6 * 7))\n')
  await expect
    .poll(() => ada.locator('.xterm-rows').first().textContent(), { timeout: 10_000 })
    .toContain('typed-42')
  await teacher.keyboard.press('Control+Shift+Enter')
  expect(await along.evaluate((element) => element === document.activeElement)).toBe(true)

  await panel.getByLabel('Message to this learner').fill('Look at the routes.')
  await panel.getByRole('button', { name: 'Send' }).click()
  const toast = ada.locator('.toast')
  await toast.getByText('Look at the routes.').waitFor()
  await look(ada, 'a message')
  await toast.getByRole('button').click()
  await toast.waitFor({ state: 'detached' })
  expect(await ben.locator('.toast').count()).toBe(0)
  await panel.getByRole('button', { name: 'Lower hand' }).click()
  await ada.getByRole('button', { name: 'Raise hand' }).waitFor()

  await panel.getByRole('button', { name: 'Reset the machine' }).click()
  await teacher.getByRole('button', { name: 'New machine, as new' }).click()
  await expect
    .poll(() => panel.locator('.xterm-rows').allTextContents(), { timeout: 30_000 })
    .toEqual([expect.not.stringContaining('typed-42')])
  await expect.poll(() => panel.locator('.xterm-rows').textContent()).toContain('host$')
  await panel.getByRole('heading').focus()
  await teacher.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })

  await teacher.locator('.step-heading button').nth(0).click()
  await teacher.getByRole('button', { name: 'Open the steps up to here' }).click()
  const closed = ada.locator('h2[data-closed]')
  await closed.first().waitFor()
  expect(await closed.first().locator('~ .console-block .run-button:visible').count()).toBe(0)
  await teacher.locator('.step-heading button').nth(1).click()
  await teacher.getByRole('button', { name: 'Everyone at this step' }).click()
  await ada.getByRole('link', { name: 'The class is at step 2: go there' }).click()
  await look(ada, 'a lab with closed steps')
  await look(ben, 'a lab on a phone')

  await teacher.getByRole('switch', { name: 'Lab is open' }).uncheck()
  await ada.getByText('The teacher opens this lab later.').waitFor()
  expect(await ada.locator('.terminal-dock').count()).toBe(0)
  await look(ada, 'a closed lab')
  await ada.goto(`${origin}/`)
  await expect.poll(() => ada.locator('.labs a').count()).toBe(1)
  await look(ada, 'the course of a class')

  await teacher.getByRole('button', { name: 'End the class' }).click()
  await teacher.getByRole('button', { name: 'End it' }).click()
  await teacher.getByText('Ended at').waitFor()
  await ben.getByText('The class has ended.').waitFor()
  await look(teacher, 'a class that is over')
  expect(found).toEqual([])
  expectCalm(desk, origin)
})
