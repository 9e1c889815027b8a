/** Chromium, as Debian has it, and what happened in it that should not. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { findNeed } from '../../../runner/setup/needs.js'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A browser; the caller closes it. */
export const launch = (): Promise<Browser> => {
  const executablePath = findNeed({ file: 'chromium' })
  if (!executablePath) throw new Error('there is no chromium: npm run test:all installs it')
  return chromium.launch({ executablePath, args: FLAGS })
}

/** What a page asked for, and what it complained of. */
export interface Watched {
  page: Page
  /** Addresses, in the order they were asked for. */
  asked: string[]
  /** Errors in the console, uncaught ones, violations of the Content-Security-Policy, and requests that failed. */
  troubles: string[]
}

/** A page of its own browser, which is closed when the test ends. */
export const openBrowser = async (options: BrowserContextOptions = {}): Promise<Watched> => {
  const browser = await launch()
  onTestFinished(() => browser.close())
  return watchedPage(browser, options)
}

/** A page in a profile of its own. */
export const watchedPage = async (
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Watched> => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    locale: 'en',
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const [asked, troubles]: [string[], string[]] = [[], []]
  page.on('request', (request) => asked.push(request.url()))
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText
    // Given up by the browser itself, as a page is left.
    if (reason !== 'net::ERR_ABORTED') troubles.push(`${request.url()}: ${reason}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.url()}: ${response.status()}`)
  })
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content.Security.Policy/i.test(message.text()))
      troubles.push(message.text())
  })
  return { page, asked, troubles }
}

/** Nothing went wrong in a page, and it asked nobody but its own server. */
export const expectCalm = ({ asked, troubles }: Watched, origin: string): void => {
  expect(troubles).toEqual([])
  expect(asked.length).toBeGreaterThan(0)
  // A blob is what the page has made itself, as the emulator does its helper's script.
  const hosts = asked.map((url) => url.replace(/^blob:/, ''))
  expect(hosts.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:'))).toEqual([])
}
