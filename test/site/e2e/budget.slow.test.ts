import { gzipSync } from 'node:zlib'
import type { Response } from 'playwright-core'
import { expect, it } from 'vitest'
import { expectCalm, openBrowser } from './browser.ts'
import { serveCourse } from './course-server.ts'
import { LabPage } from './lab-page.ts'

/** What the page may load of JavaScript before a terminal is opened, in bytes as gzip has them. */
const BUDGET = 120 * 1024

it('a lab is light until its machine is started: no terminal, no graph library, nothing from elsewhere', async () => {
  const server = await serveCourse()
  const watched = await openBrowser()
  const { page } = watched
  const scripts: Response[] = []
  page.on('response', (response) => {
    if (/javascript/.test(response.headers()['content-type'] ?? '')) scripts.push(response)
  })
  const loaded = async (): Promise<{ name: string; text: string }[]> => {
    const bodies = await Promise.all(scripts.map((script) => script.body()))
    return bodies.map((body, at) => ({ name: new URL(scripts[at]!.url()).pathname, text: String(body) }))
  }
  await page.goto(server.address, { waitUntil: 'networkidle' })
  await page.goto('about:blank')
  scripts.length = 0

  // Nothing of the course page is in the browser's cache, which would make the lab look lighter than it is.
  const fresh = await page.context().newCDPSession(page)
  await fresh.send('Network.setCacheDisabled', { cacheDisabled: true })
  await page.goto(`http://127.0.0.1:${server.port}/veth/`, { waitUntil: 'networkidle' })
  const lab = new LabPage(page)
  await lab.terminalDock.waitFor()
  const before = await loaded()
  const sizes = before.map(({ name, text }) => [name, gzipSync(text).length] as const)
  const whole = sizes.reduce((sum, [, size]) => sum + size, 0)
  expect(before.length).toBeGreaterThan(3)
  expect(whole, sizes.map((each) => each.join(' ')).join('\n')).toBeLessThanOrEqual(BUDGET)
  const isXterm = ({ text }: { text: string }) => text.includes('xterm-helper-textarea')
  const isDagre = ({ text }: { text: string }) =>
    text.includes('networkSimplex') || text.includes('network-simplex')
  const isSearch = ({ name }: { name: string }) =>
    name.includes('localSearch') || name.includes('LocalSearch')
  expect(before.filter((script) => isXterm(script) || isDagre(script) || isSearch(script))).toEqual([])

  await lab.start()
  await page.getByRole('tab', { name: 'Picture' }).click()
  await page.locator('.topology svg').first().waitFor()
  const after = await loaded()
  expect(after.some(isXterm)).toBe(true)
  expect(after.some(isDagre)).toBe(true)
  expectCalm(watched, `http://127.0.0.1:${server.port}`)
})
