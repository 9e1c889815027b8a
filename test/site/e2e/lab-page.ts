/** A lab's page in a browser, in a learner's terms. */
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { LiveServer } from '../../serve/live-server.ts'

export class LabPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Opens the server's address as it was printed, then a lab, `ru/veth` for one. */
  static async open(page: Page, server: LiveServer, lab: string): Promise<LabPage> {
    await page.goto(server.address)
    await page.goto(`http://127.0.0.1:${server.port}/${lab}/`)
    const opened = new LabPage(page)
    await opened.terminalDock.waitFor()
    return opened
  }

  get terminalDock(): Locator {
    return this.page.locator('.terminal-dock')
  }

  /** All commands of the lesson, or those of one step. */
  async commands(step?: string): Promise<CommandOnPage[]> {
    const found = await this.#parts('.console-block .command')
    return found
      .filter((part) => step === undefined || part.step === step)
      .map((part) => new CommandOnPage(part.locator, part.step))
  }

  async inStep(step: string, selector: string): Promise<Locator[]> {
    const found = await this.#parts(selector)
    return found.filter((part) => part.step === step).map(({ locator }) => locator)
  }

  /** Parts of the lesson, each with the step whose heading stands above it. */
  async #parts(selector: string): Promise<{ locator: Locator; step: string }[]> {
    const locator = this.page.locator(`.lesson ${selector}`)
    const steps = await locator.evaluateAll((parts) => {
      const headings = Array.from(document.querySelectorAll('.lesson h2[id]'))
      const stands = Node.DOCUMENT_POSITION_FOLLOWING
      return parts.map(
        (part) => headings.findLast((one) => one.compareDocumentPosition(part) & stands)?.id ?? '',
      )
    })
    return steps.map((step, at) => ({ locator: locator.nth(at), step }))
  }

  /** Starts the machine, and waits for a prompt in the terminal that is shown. */
  async start(): Promise<void> {
    await this.page.locator('.lab-facts').getByRole('button').click()
    await this.ready()
    await this.untilScreen(/[$#]/)
  }

  async ready(): Promise<void> {
    await this.page.locator('.machine-bar .lamp.ready').waitFor({ timeout: 60_000 })
  }

  /** On a phone the machine is a sheet that is pulled up; elsewhere it is there. */
  async openSheet(): Promise<void> {
    const pull = this.page.locator('.terminal-dock .pull[aria-expanded=false]')
    if (await pull.isVisible()) await pull.click()
  }

  /** Ids of the steps that are ticked in the bar above the lesson. */
  doneSteps(): Promise<string[]> {
    return this.page
      .locator('.step-bar a.done')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')!.slice(1)))
  }

  async untilDone(steps: string[]): Promise<void> {
    await expect.poll(() => this.doneSteps(), { timeout: 30_000 }).toEqual(steps)
  }

  steps(): Promise<string[]> {
    return this.page.locator('.lesson h2[id]:has(.step-mark)').evaluateAll((all) => all.map(({ id }) => id))
  }

  /** The terminal that is shown: its visible lines. */
  async screen(): Promise<string> {
    const rows = await this.page
      .locator('.views > .panel:not(.hidden) .xterm-rows > div')
      .evaluateAll((all) => all.map((row) => row.textContent?.replaceAll(' ', ' ').trimEnd() ?? ''))
    return rows.join('\n').trimEnd()
  }

  /** @returns what it matched */
  async untilScreen(pattern: RegExp): Promise<RegExpExecArray> {
    let found: RegExpExecArray | null = null
    const look = async (): Promise<string> => {
      const screen = await this.screen()
      found = pattern.exec(screen)
      return screen
    }
    await expect.poll(look, { timeout: 30_000 }).toMatch(pattern)
    return found!
  }

  /** Types into the terminal that is shown. */
  async type(text: string): Promise<void> {
    await this.page.locator('.views > .panel:not(.hidden) .xterm').click()
    await this.page.keyboard.type(text)
    await this.page.keyboard.press('Enter')
  }

  /** Whether the terminal's scrollback has this text, as its own search says. */
  async finds(text: string): Promise<boolean> {
    await this.page.locator('.views > .panel:not(.hidden) .xterm').click()
    await this.page.keyboard.press('Control+Shift+F')
    const box = this.page.locator('.search-box')
    await box.locator('input').fill(text)
    await this.page.keyboard.press('Enter')
    const missing = await box.locator('.missing').textContent()
    await this.page.keyboard.press('Escape')
    return missing === ''
  }
}

export class CommandOnPage {
  readonly locator: Locator
  readonly step: string

  constructor(locator: Locator, step: string) {
    this.locator = locator
    this.step = step
  }

  /** As it is to be typed. */
  async text(): Promise<string> {
    return (await this.locator.locator('.typed b').allInnerTexts()).join('\n')
  }

  /** The terminal that it is meant for. */
  async terminal(): Promise<string> {
    const label = (await this.button.getAttribute('aria-label'))!
    return /^Run in terminal ([\w-]+):/.exec(label)![1]!
  }

  get button(): Locator {
    return this.locator.locator('.run-button')
  }

  /** Waits until it has ended. */
  async untilJudged(): Promise<'matched' | 'differs'> {
    const judged = this.locator
      .and(this.locator.page().locator('.matched, .differs'))
      .and(this.locator.page().locator(':not(.running)'))
    await judged.waitFor({ timeout: 60_000 })
    return (await this.locator.getAttribute('class'))!.includes('matched') ? 'matched' : 'differs'
  }

  async untilMatched(): Promise<void> {
    await this.#until('matched')
  }

  async untilDiffers(): Promise<void> {
    await this.#until('differs')
  }

  async #until(state: 'matched' | 'differs'): Promise<void> {
    const text = await this.text()
    await expect
      .poll(
        async () => {
          const classes = (await this.locator.getAttribute('class'))!
          return `${text}: ${/matched|differs|running|open/.exec(classes)?.[0]}`
        },
        { timeout: 60_000, message: `${this.step}` },
      )
      .toBe(`${text}: ${state}`)
  }
}
