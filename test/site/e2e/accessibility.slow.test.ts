import { expect, it } from 'vitest'
import { launch, watchedPage } from './browser.ts'
import { serveCourse } from './course-server.ts'
import { LabPage } from './lab-page.ts'
import { violationsInBoth } from './violations.ts'

const VIEWPORTS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]
const LANGUAGES = ['', 'ru/', 'zh/', 'fr/']

it('axe finds nothing wrong with the course and its labs, in any language, light or dark, wide or narrow', async () => {
  const server = await serveCourse()
  await using browser = await launch()
  const found: string[] = []
  for (const viewport of VIEWPORTS) {
    const { page } = await watchedPage(browser, { viewport })
    await page.goto(server.address)
    for (const language of LANGUAGES)
      for (const path of ['', 'veth/', 'host-network/']) {
        await page.goto(`http://127.0.0.1:${server.port}/${language}${path}`, { waitUntil: 'networkidle' })
        if (path) await new LabPage(page).terminalDock.waitFor()
        const where = `/${language}${path}, ${viewport.width} pixels`
        for (const line of await violationsInBoth(page)) found.push(`${where}, ${line}`)
      }
    await page.context().close()
  }
  expect(found).toEqual([])
})

it('axe finds nothing wrong with a lab whose terminal is open, with its picture, its transcript and its dialog', async () => {
  const server = await serveCourse()
  await using browser = await launch()
  const found: string[] = []
  for (const viewport of VIEWPORTS) {
    const { page } = await watchedPage(browser, { viewport })
    const lab = await LabPage.open(page, server, 'veth')
    const look = async (what: string): Promise<void> => {
      const where = `${what}, ${viewport.width} pixels`
      for (const line of await violationsInBoth(page)) found.push(`${where}, ${line}`)
    }
    if (viewport === VIEWPORTS[0]) await lab.start()
    await lab.openSheet()
    await lab.ready()
    await lab.untilScreen(/\$/)
    const [, wrong] = await lab.commands('none')
    await lab.type(await wrong!.text())
    await wrong!.untilDiffers()
    await look('the terminal, and a command that differs')
    await page.getByRole('tab', { name: 'Picture' }).click()
    await page.locator('.topology svg').first().waitFor()
    await look('the picture')
    await page.getByRole('button', { name: 'As text' }).click()
    await look('the picture as text')
    await page.getByRole('tab', { name: 'Transcript' }).click()
    await page.locator('.transcript li').first().waitFor()
    await look('the transcript')
    await page.getByRole('tab', { name: 'Terminal', exact: true }).click()
    await page.getByRole('button', { name: 'Screen reader' }).click()
    await look('the screen reader’s mode')
    await page.getByRole('button', { name: 'Reset' }).click()
    await page.locator('dialog[open]').waitFor()
    await look('the dialog')
    await page.context().close()
  }
  expect(found).toEqual([])
})
