import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { LiveServer, labsFolder } from './live-server.ts'
import type { TestPage } from './test-page.ts'

const MB = 2 ** 20

/** Milliseconds from keystrokes to their echoes, sorted. */
const echoes = async (page: TestPage, terminal: string, count: number): Promise<number[]> => {
  const times: number[] = []
  for (let n = 0; n < count; n++) {
    const before = page.printed.get(terminal)!.end
    const began = performance.now()
    page.say({ type: 'input', terminal, data: 'x' })
    await page.until(() => page.printed.get(terminal)!.end > before, 'an echo')
    times.push(performance.now() - began)
    await sleep(5)
  }
  return times.sort((a, b) => a - b)
}

it('yes in a terminal slows only that terminal, and fills no memory', async () => {
  const server = await LiveServer.start(labsFolder())
  await using page = await server.open('alpha')
  await page.start()
  await page.openTerminal('host')
  await page.openTerminal('other')
  page.say({ type: 'input', terminal: 'host', data: 'yes\r' })
  await page.until(() => page.printed.get('host')!.end > 5 * MB)
  const before = server.memory
  const times = await echoes(page, 'other', 200)
  // How fast it is, `npm run bench` says; here, one that waited for the other would take for ever.
  expect(times[100]!).toBeLessThan(100)
  expect(server.memory - before).toBeLessThan(150 * MB)
  // Still at it.
  const { end } = page.printed.get('host')!
  await page.until(() => page.printed.get('host')!.end > end + MB)
})

it('a terminal waits for a page that does not say what it has shown, and goes on when it does', async () => {
  const server = await LiveServer.start(labsFolder())
  await using page = await server.open('alpha')
  await page.start()
  await page.openTerminal('host')
  await page.openTerminal('other')
  page.acknowledges = false
  page.say({ type: 'input', terminal: 'host', data: 'yes\r' })
  await page.until(() => page.printed.get('host')!.end > 256 * 1024)
  await sleep(500)
  const { end } = page.printed.get('host')!
  expect(end).toBeLessThan(MB)
  await sleep(1000)
  expect(page.printed.get('host')!.end).toBe(end)
  expect((await echoes(page, 'other', 20))[10]).toBeLessThan(100)
  page.acknowledges = true
  page.say({ type: 'seen', terminal: 'host', offset: end })
  await page.until(() => page.printed.get('host')!.end > end + MB)
  page.say({ type: 'input', terminal: 'host', data: '\x03' })
})

it('a page that reads nothing is dropped where it keeps another waiting, and fills no memory', async () => {
  const server = await LiveServer.start(labsFolder())
  await using page = await server.open('alpha')
  await page.start()
  await page.openTerminal('host')
  const deaf = await server.open('alpha')
  await deaf.openTerminal('host')
  deaf.socket.pause()
  page.say({ type: 'input', terminal: 'host', data: 'yes\r' })
  const before = server.memory
  await page.until(() => page.printed.get('host')!.end > 20 * MB, 'output once the other page is dropped', 40)
  expect(server.memory - before).toBeLessThan(150 * MB)
  deaf.socket.resume()
  await deaf.until(() => deaf.closed !== undefined)
  page.say({ type: 'input', terminal: 'host', data: '\x03' })
})

it('nobody watching, yes runs on, and the last of it is there', async () => {
  const server = await LiveServer.start(labsFolder())
  const page = await server.open('alpha')
  await page.start()
  await page.openTerminal('host')
  page.say({ type: 'input', terminal: 'host', data: 'seq 1 300000; echo the end\r' })
  await sleep(50)
  await page.drop()
  await sleep(3000)
  await using back = await server.open('alpha')
  await back.openTerminal('host')
  await back.until(() => /the end\n.*[$#] $/.test(back.text()))
  expect(back.printed.get('host')!.end).toBeGreaterThan(MB)
})

it('everyone else is served while one page floods', async () => {
  const server = await LiveServer.start(labsFolder())
  await using page = await server.open('alpha')
  await page.start()
  await page.openTerminal('host')
  const before = server.memory
  for (const message of [Buffer.alloc(100 * MB, 'x'), 'x'.repeat(100), '{"type":"halt"}']) {
    await using rude = await server.open('omega')
    const sending = setInterval(() => {
      for (let n = 0; n < 100; n++) if (!rude.closed) rude.socket.send(message)
    }, 10)
    if (message.length > MB) clearInterval(sending)
    if (message.length > MB) rude.socket.send(message)
    const times = await echoes(page, 'host', 30)
    clearInterval(sending)
    await rude.until(() => rude.closed !== undefined)
    expect(times[15]).toBeLessThan(100)
  }
  expect(server.memory - before).toBeLessThan(100 * MB)
})
