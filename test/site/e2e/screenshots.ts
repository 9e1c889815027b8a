/**
 * Pictures of the page, to be looked at: `npm run screenshots FOLDER`, as root, since it makes a machine.
 * Of the course, a lab, and a lab with its terminal and its picture: in each language, light and dark, wide and narrow.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { launch } from './browser.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const LANGUAGES = { en: '', ru: 'ru/', zh: 'zh/', fr: 'fr/' }
const SIZES = [
  [1440, 900],
  [390, 844],
] as const
/** So that there is something to see on the machine. */
const STEPS = 3

const [, , given] = process.argv
if (!given) throw new Error('npm run screenshots FOLDER: where are they to go?')
const folder = resolve(given)
mkdirSync(folder, { recursive: true })

const data = mkdtempSync(join(tmpdir(), 'labwright-screenshots-'))
const server = spawn(process.execPath, ['runner/cli/labwright.js', 'serve', '--port', '0'], {
  cwd: ROOT,
  env: { ...process.env, XDG_DATA_HOME: data },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const ended = once(server, 'exit')
try {
  await using browser = await launch()
  const address = await serverAddress()
  let prepared = false
  for (const [language, path] of Object.entries(LANGUAGES))
    for (const [width, height] of SIZES)
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await open(browser, address, width, height, colorScheme)
        const take = (what: string): Promise<unknown> =>
          page.screenshot({ path: join(folder, `${what}-${language}-${colorScheme}-${width}.png`) })
        const go = (to: string): Promise<unknown> =>
          page.goto(new URL(`/${path}${to}`, address).href, { waitUntil: 'networkidle' })
        await go('')
        await take('course')
        await go('host-network/')
        await take('lab')
        await go('veth/')
        if (!prepared) await prepare(page)
        prepared = true
        await go('veth/#move')
        if (width < 960) await page.locator('.pull').click()
        await page.locator('.machine-bar .lamp.ready').waitFor()
        await page.locator('.xterm-rows').first().waitFor()
        await page.waitForTimeout(800)
        await take('terminal')
        await page.locator('.view-tabs [role=tab]').nth(1).click()
        await page.locator('.topology svg').first().waitFor()
        await page.waitForTimeout(2500)
        await take('picture')
        await page.context().close()
      }
} finally {
  server.kill('SIGTERM')
  await ended
  rmSync(data, { recursive: true, force: true })
}

function serverAddress(): Promise<string> {
  return new Promise((found, fail) => {
    let said = ''
    server.stdout.on('data', (chunk) => {
      said += chunk
      const address = /http:\S+/.exec(said)?.[0]
      if (address) found(address)
    })
    server.once('exit', () => fail(new Error(`the server ended:\n${said}`)))
  })
}

async function open(
  browser: Browser,
  address: string,
  width: number,
  height: number,
  colorScheme: 'light' | 'dark',
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(address)
  return page
}

/** Plays the first steps by their buttons, and lets one command differ. */
async function prepare(page: Page): Promise<void> {
  await page.locator('.lab-facts button').click()
  await page.locator('.machine-bar .lamp.ready').waitFor({ timeout: 60_000 })
  const ends = await page.locator('.lesson .console-block').count()
  for (let block = 0; block < ends; block++) {
    if ((await page.locator('.step-bar a.done').count()) >= STEPS) break
    for (const command of await page.locator('.lesson .console-block').nth(block).locator('.command').all()) {
      await command.locator('.run-button').click()
      await command.and(page.locator('.matched')).waitFor()
    }
    await page.waitForTimeout(1000)
  }
  const move = page.locator('h2#move ~ .console-block').first().locator('.command')
  await move.nth(0).locator('.run-button').click()
  await move.nth(0).and(page.locator('.matched')).waitFor()
  await move.nth(4).locator('.run-button').click()
  await move.nth(4).and(page.locator('.differs')).waitFor()
}
