import { expect, it } from 'vitest'
import { openBrowser } from './browser.ts'
import { serveCourse } from './course-server.ts'
import { LabPage } from './lab-page.ts'

it('by keyboard alone: from the page to a machine, into its terminal, and out again', async () => {
  const server = await serveCourse()
  const { page } = await openBrowser()
  const lab = await LabPage.open(page, server, 'veth')
  const focused = () =>
    page.evaluate(() => {
      const { textContent, ariaLabel, className } = document.activeElement as HTMLElement
      const isNone = document.activeElement === document.body
      return isNone ? 'nothing' : `${className} ${ariaLabel ?? textContent?.trim()}`
    })
  /** Presses Tab until the focus is there, as far as one page can be long. */
  const tabTo = async (what: RegExp, key = 'Tab'): Promise<void> => {
    for (let presses = 0; presses < 200; presses++) {
      if (what.test(await focused())) return
      await page.keyboard.press(key)
    }
    throw new Error(`${key} never reaches ${what}`)
  }

  await tabTo(/ Start the machine$/)
  await page.keyboard.press('Enter')
  await lab.ready()
  await lab.untilScreen(/host\$/)
  // The button has gone; the focus stays where it was.
  expect(await focused()).toMatch(/^lab-facts /)

  await page.keyboard.press('Control+Shift+Enter')
  expect(await focused()).toContain('Terminal host')
  const wayOut = await page.evaluate(
    () => document.getElementById(document.activeElement!.getAttribute('aria-describedby')!)?.textContent,
  )
  expect(wayOut).toContain('Ctrl+Shift+Enter leaves the terminal')
  // In a terminal Tab is the shell's.
  await page.keyboard.type('echo on$((40+2)); hostn')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await lab.untilScreen(/^on42$/m)
  await lab.untilScreen(/; hostname/)
  expect(await focused()).toContain('Terminal host')

  await page.keyboard.press('Control+Shift+Enter')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('tab')
  await tabTo(/Run in terminal host: docker run/, 'Shift+Tab')
  const [run] = await lab.commands('none')
  await run!.button.focus()
  await page.keyboard.press('Enter')
  await run!.untilMatched()
  expect(await focused()).toMatch(/Run in terminal host: docker run/)

  // The dock's width, and its views.
  const width = async () => (await lab.terminalDock.boundingBox())!.width
  const before = await width()
  await tabTo(/^divider/, 'Tab')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(width).toBeGreaterThan(before)
  await tabTo(/ Terminal$/)
  await page.keyboard.press('ArrowRight')
  await page.locator('.topology svg').first().waitFor()
  expect(await focused()).toContain('Picture')

  await tabTo(/Reset$/, 'Shift+Tab')
  await page.keyboard.press('Enter')
  await tabTo(/New machine, as new$/)
  const begins = page.locator('.machine-bar .lamp.resetting').waitFor()
  await page.keyboard.press('Enter')
  await begins
  await lab.ready()
  expect(await focused()).toMatch(/Reset$/)
  await tabTo(/Stop$/)
  await page.keyboard.press('Enter')
  await page.locator('.machine-bar .lamp.stopped').waitFor()
  expect(await focused()).toMatch(/^status /)
})

it('whoever starts the machine in the terminal can type there at once', async () => {
  const server = await serveCourse()
  const { page } = await openBrowser()
  const lab = await LabPage.open(page, server, 'netns')
  await lab.terminalDock.locator('.veil button').focus()
  await page.keyboard.press('Enter')
  await lab.ready()
  await lab.untilScreen(/host\$/)
  await page.keyboard.type('echo on$((40+2))\n')
  await lab.untilScreen(/^on42$/m)
})
