/**
 * Keystroke to echo in a page, in a browser, with and without other terminals that print. Two times a key: until the echo
 * has reached the page, and until its character stands in the page's text. The latter waits for the screen: a browser lets
 * nothing but the drawing of a frame come after a key, so that what arrives meanwhile is drawn in the frame after it.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Page } from 'playwright-core'
import { WebSocket } from 'ws'
import { percentile, table } from './measure.ts'

const ROOT = join(import.meta.dirname, '../..')

const CHROMIUM = '/usr/bin/chromium'

/** No more than this belongs to one lab. */
const TERMINALS_EACH = 10

/** Characters after which a page says that it has shown them. */
const SEEN_EVERY = 32 * 1024

/** Milliseconds after which a key counts as lost. */
const PATIENCE = 5000

/** 50 lines a second in each terminal, by the shell alone: it is not the starting of processes that is measured. */
const PRINT = 'while :; do echo $EPOCHREALTIME; read -t 0.02; done\r'

/** The table: the same page alone, and beside 20 terminals that print, ten on the same machine and ten on another. */
export const benchEcho = async (keys: number): Promise<string> => {
  const data = await mkdtemp(join(tmpdir(), 'labwright-bench-'))
  const server = spawn(process.execPath, [join(ROOT, 'runner/cli/labwright.js'), 'serve', '--port', '0'], {
    cwd: ROOT,
    env: { ...process.env, XDG_DATA_HOME: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(server, 'exit')
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  const browser = await chromium.launch({ executablePath: CHROMIUM, args })
  try {
    const address = await addressOf(server.stdout!)
    const page = await browser.newPage()
    await page.goto(address.href)
    await openTerminal(page, new URL('/host-network/', address).href)
    await measure(page, 50)
    const alone = await measure(page, keys)
    const sockets = await Promise.all(['host-network', 'veth'].map((lab) => printing(address, lab)))
    const beside = await measure(page, keys)
    for (const socket of sockets) socket.terminate()
    const rows = {
      'alone: has come': alone.come,
      'alone: is drawn': alone.drawn,
      'beside 20 that print: has come': beside.come,
      'beside 20 that print: is drawn': beside.drawn,
    }
    return table(
      ['', 'median, ms', 'p99', 'max'],
      Object.entries(rows).map(([name, times]) => [
        name,
        ...[50, 99, 100].map((percent) => percentile(times, percent).toFixed(1)),
      ]),
    )
  } finally {
    await browser.close()
    server.kill()
    await ended
    await rm(data, { recursive: true })
  }
}

/** Where the server says that it is, with its token. */
const addressOf = (stdout: NodeJS.ReadableStream): Promise<URL> =>
  new Promise((resolve, reject) => {
    let said = ''
    stdout.on('data', (chunk) => {
      said += chunk
      const found = /http:\S+/.exec(said)?.[0]
      if (found) resolve(new URL(found))
    })
    stdout.on('end', () => reject(new Error(`the server ended: ${said}`)))
  })

const openTerminal = async (page: Page, lab: string): Promise<void> => {
  await page.addInitScript(WATCH_SOCKETS)
  await page.goto(lab)
  await page.getByRole('button', { name: 'Start the machine' }).first().click()
  await page.locator('.xterm-rows', { hasText: /[$#]/ }).first().waitFor()
  await page.locator('.xterm-helper-textarea').first().focus()
  await page.evaluate(WATCH_ECHOES)
}

/** @throws where the echo of a key has not come in time */
const lost = async (key: number): Promise<never> => {
  await sleep(PATIENCE, undefined, { ref: false })
  throw new Error(`key ${key} has no echo after ${PATIENCE / 1000} s`)
}

interface Echoes {
  /** Milliseconds from each key until the page has its echo. */
  come: number[]
  /** Milliseconds from each key until its character is in the page's text. */
  drawn: number[]
}

const measure = async (page: Page, keys: number): Promise<Echoes> => {
  const echoes: Echoes = { come: [], drawn: [] }
  for (let key = 0; key < keys; key++) {
    await page.keyboard.press('x')
    const echo = page.evaluate<{ come: number; drawn: number }>('window.echo')
    const { come, drawn } = await Promise.race([echo, lost(key)])
    echoes.come.push(come)
    echoes.drawn.push(drawn)
    await sleep(10)
    // The line is erased, and not interrupted: a shell that is being interrupted may lose what is typed.
    if (key % 40 !== 39 && key !== keys - 1) continue
    await page.keyboard.press('Control+u')
    await sleep(200)
  }
  return echoes
}

// For the page these are text: a compiled function asks for its compiler's helpers.

/** Keeps in `window.come` when the last output of terminal `host` came. */
const WATCH_SOCKETS = `
  const Native = WebSocket
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args)
      this.addEventListener('message', ({ data }) => {
        if (data.startsWith('{"type":"output","terminal":"host"')) window.come ??= performance.now()
      })
    }
  }
`

/** `window.echo` promises how long the last key's echo took. */
const WATCH_ECHOES = `
  const rows = document.querySelector('.xterm-rows')
  const count = () => rows.textContent.split('x').length
  window.addEventListener('keydown', ({ key }) => {
    if (key !== 'x') return
    const began = performance.now()
    const before = count()
    window.come = undefined
    window.echo = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (count() <= before) return
        observer.disconnect()
        resolve({ come: window.come - began, drawn: performance.now() - began })
      })
      observer.observe(rows, { childList: true, characterData: true, subtree: true })
    })
  }, true)
`

/** Opens terminals of a lab, and has all of them print. @returns once they do */
const printing = async ({ origin, port, searchParams }: URL, lab: string): Promise<WebSocket> => {
  const headers = { cookie: `labwright-${port}=${searchParams.get('token')}` }
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/live/lab/${lab}`, { origin, headers })
  const say = (request: object): void => socket.send(JSON.stringify(request))
  const prints = new Set<string>()
  const seen = new Map<string, number>()
  await new Promise<void>((resolve, reject) => {
    socket.on('close', () => reject(new Error(`the server closed the socket of ${lab}`)))
    socket.on('message', (data) => {
      const reply = JSON.parse(String(data))
      if (reply.type === 'refused') reject(new Error(reply.message))
      if (reply.type === 'state' && reply.state.machine.state === 'ready') open()
      if (reply.type !== 'output') return
      const { terminal, from, data: text } = reply
      const offset = from + text.length
      // As seldom as the page does: who says too much at once is cut off.
      if (offset - (seen.get(terminal) ?? 0) > SEEN_EVERY) {
        seen.set(terminal, offset)
        say({ type: 'seen', terminal, offset })
      }
      if (!prints.has(terminal)) say({ type: 'input', terminal, data: PRINT })
      prints.add(terminal)
      if (prints.size === TERMINALS_EACH) resolve()
    })
    let opened = false
    const open = (): void => {
      if (opened) return
      opened = true
      for (let n = 0; n < TERMINALS_EACH; n++)
        say({ type: 'open', terminal: `other${n}`, columns: 80, rows: 24, from: 0 })
    }
    socket.on('open', () => say({ type: 'start' }))
  })
  return socket
}
