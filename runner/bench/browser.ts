/**
 * A machine in the page, on a host of files: from navigation to the first command answered, what is downloaded, how long the
 * page's main thread is busy at a stretch, and what of memory it all takes, in a browser.
 */
import { once } from 'node:events'
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { getMimeType } from 'hono/utils/mime'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { ensureBrowserImage } from '../machine/browser/build/build.ts'
import { median, table } from './measure.ts'

const ROOT = join(import.meta.dirname, '../..')
const CHROMIUM = '/usr/bin/chromium'
const RESETS = 10
const LAB = '/netns/'
/** Milliseconds for anything to come. */
const PATIENCE = 120_000

interface Visit {
  /** Milliseconds since the navigation began. */
  page: number
  prompt: number
  answer: number
  /** Bytes that the host sent. */
  bytes: number
  /** Milliseconds of the longest task of the main thread, from the button to the prompt. */
  longest: number
}

interface FileHost extends AsyncDisposable {
  origin: string
  /** Bytes that it has sent since it was asked last. */
  sent(): number
}

/** The tables: times, of `runs` visits with nothing kept and as many from what the browser keeps; then memory. */
export const benchBrowser = async (runs: number): Promise<string> => {
  await ensureBrowserImage(false, (what) => console.error(what))
  const folder = mkdtempSync(join(tmpdir(), 'labwright-bench-'))
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  const browser = await chromium.launch({ executablePath: CHROMIUM, args })
  try {
    const vitepress = join(ROOT, 'node_modules/vitepress/bin/vitepress.js')
    await execa(process.execPath, [vitepress, 'build', 'site', '--outDir', folder], {
      cwd: ROOT,
      stdin: 'ignore',
    })
    await using host = await hostFiles(folder)
    const visits: Record<'cold' | 'kept', Visit[]> = { cold: [], kept: [] }
    for (let run = 0; run < runs; run++) {
      const context = await browser.newContext()
      visits.cold.push(await visit(context, host))
      visits.kept.push(await visit(context, host))
      await context.close()
    }
    const context = await browser.newContext()
    const memory = await memories(context, host)
    await context.close()
    return `${timeTable(visits)}\n\n${memory}`
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true })
  }
}

const timeTable = (visits: Record<string, Visit[]>): string =>
  table(
    ['median', 'page, ms', 'prompt', 'first answer', 'over the page', 'MB loaded', 'longest task, ms'],
    Object.entries(visits).map(([name, all]) => {
      const of = (key: keyof Visit): number => median(all.map((each) => each[key]))
      return [
        name === 'cold' ? 'nothing kept' : 'from what is kept',
        of('page').toFixed(0),
        of('prompt').toFixed(0),
        of('answer').toFixed(0),
        (of('answer') / of('page')).toFixed(1),
        (of('bytes') / 1e6).toFixed(1),
        Math.max(...all.map(({ longest }) => longest)).toFixed(0),
      ]
    }),
  )

/** Files with what measuring memory asks of a page: a group of its own. Source: HTML, cross-origin isolation. */
const hostFiles = async (folder: string): Promise<FileHost> => {
  let bytes = 0
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://host')
    const file = join(folder, pathname, pathname.endsWith('/') ? 'index.html' : '')
    try {
      const { size } = statSync(file)
      bytes += size
      response.writeHead(200, {
        'content-type': getMimeType(file) ?? 'application/octet-stream',
        'content-length': size,
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      })
      createReadStream(file).pipe(response)
    } catch {
      response.writeHead(404).end()
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: () => {
      const sent = bytes
      bytes = 0
      return sent
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const open = async (context: BrowserContext, { origin }: FileHost): Promise<Page> => {
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE)
  await page.addInitScript(() => {
    const tasks: PerformanceEntry[] = []
    Object.assign(globalThis, { tasks })
    new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask' })
  })
  await page.goto(origin + LAB)
  await page.locator('.lab-facts').getByRole('button').first().waitFor()
  return page
}

// Whoever drives a browser puts scripts of their own into the page, and one of them keeps it busy for longer than a machine
// does. `evaluate` has put its one there before anything is measured.

/** Presses at once: to point at a button takes as long as the pointer takes. */
const start = async (page: Page): Promise<void> => {
  await page.evaluate(() => {
    const buttons = [...document.querySelectorAll<HTMLElement>('.lab-facts button')]
    buttons.find((button) => button.textContent?.trim().startsWith('Start'))!.click()
  })
  await untilScreen(page, /[$#]/)
}

const untilScreen = (page: Page, pattern: RegExp): Promise<void> =>
  page.evaluate(
    async ({ source, patience }) => {
      const began = performance.now()
      while (performance.now() - began < patience) {
        const rows = Array.from(document.querySelectorAll('.xterm-rows > div'), (row) =>
          row.textContent?.trimEnd(),
        )
        if (new RegExp(source, 'm').test(rows.join('\n'))) return
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      throw new Error(`the screen never had ${source}`)
    },
    { source: pattern.source, patience: PATIENCE },
  )

const visit = async (context: BrowserContext, host: FileHost): Promise<Visit> => {
  host.sent()
  const began = performance.now()
  const since = (): number => performance.now() - began
  const page = await open(context, host)
  const shown = since()
  const pressed = await page.evaluate(() => performance.now())
  await start(page)
  const prompt = since()
  // The browser tells of tasks late: those before are the page's own.
  const tasks = await page.evaluate(
    (from) =>
      (globalThis as unknown as { tasks: PerformanceEntry[] }).tasks.flatMap((task) =>
        task.startTime >= from ? task.duration : [],
      ),
    pressed,
  )
  await page.locator('.xterm-helper-textarea').first().focus()
  await page.keyboard.type('echo $((40 + 2))\n')
  await untilScreen(page, /^42$/)
  const result = { page: shown, prompt, answer: since(), bytes: host.sent(), longest: Math.max(0, ...tasks) }
  await page.close()
  return result
}

/** What the page takes by itself, with a machine, and after resets. Source: Measure Memory API, W3C. */
const memories = async (context: BrowserContext, host: FileHost): Promise<string> => {
  const page = await open(context, host)
  const measure = async (): Promise<number> =>
    (await page.evaluate(async () => {
      const measured = performance as unknown as {
        measureUserAgentSpecificMemory(): Promise<{ bytes: number }>
      }
      return (await measured.measureUserAgentSpecificMemory()).bytes
    })) / 1e6
  const alone = await measure()
  const rows: [string, number][] = [['the page alone', alone]]
  await start(page)
  rows.push(['with a machine', await measure()])
  for (let reset = 1; reset <= RESETS; reset++) {
    await page.getByRole('button', { name: 'Reset' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'New machine, as new' }).click()
    await page.locator('.machine-bar .lamp:not(.ready)').waitFor()
    await page.locator('.machine-bar .lamp.ready').waitFor()
    if (reset === 1 || reset === RESETS)
      rows.push([`after ${reset === 1 ? 'one reset' : `${reset} resets`}`, await measure()])
  }
  await page.close()
  return table(
    ['memory of the page', 'MB', 'over the page alone'],
    rows.map(([name, megabytes]) => [name, megabytes.toFixed(0), (megabytes / alone).toFixed(1)]),
  )
}
