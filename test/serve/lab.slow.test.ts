import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { livingMachines } from '../../runner/machine/scratch/clean.ts'
import { plain } from '../../runner/terminal/plain.ts'
import { idsOf, remains } from '../machine/scratch/remains.ts'
import { LiveServer, labsFolder } from './live-server.ts'
import type { TestPage } from './test-page.ts'

const typed = (page: TestPage, data: string, terminal = 'host'): void =>
  page.say({ type: 'input', terminal, data })

const stepOf = (page: TestPage, id: string) => page.state!.steps.find((step) => step.id === id)!

/** Machines end by themselves, and it takes them a moment. */
const goes = async (ids: string[]): Promise<void> => {
  for (let tries = 0; remains(ids).length > 0 && tries < 300; tries++) await sleep(100)
  expect(remains(ids)).toEqual([])
}

it('takes a learner through a lab, by buttons and by hand', async () => {
  const server = await LiveServer.start(labsFolder())
  await using page = await server.open('alpha')
  await page.start()
  expect(page.state!.machine).toMatchObject({
    kind: 'scratch',
    life: 1,
    id: expect.stringMatching(/^\w{5}$/),
  })

  await page.openTerminal()
  page.say({ type: 'run', id: 'run-00001', step: 'one', block: 0, command: 0 })
  await page.until(() => page.last('taken')?.id === 'run-00001')
  expect(page.last('taken')!.trouble).toBeUndefined()
  await page.until(() => stepOf(page, 'one').commands[0]!.state === 'matched', 'a match')
  await page.openTerminal('other')
  typed(page, 'echo there\r', 'other')
  await page.until(() => stepOf(page, 'one').done, 'step one')

  typed(page, 'touch /tmp/two\r')
  page.say({ type: 'go', step: 'two' })
  await page.until(() => stepOf(page, 'two').checks[0]!.held, 'the check')
  page.say({ type: 'answer', id: 'answer-01', step: 'two', question: 0, text: '3' })
  await page.until(() => stepOf(page, 'two').questions[0]!.wrong === 1)
  page.say({ type: 'answer', id: 'answer-02', step: 'two', question: 0, text: '2' })
  await page.until(() => stepOf(page, 'two').done, 'step two')
  expect(page.state!.terminals).toEqual(['host', 'other'])

  const hello = await fetch(`http://127.0.0.1:${server.port}/live/hello`, {
    headers: { cookie: server.cookie },
  })
  expect(await hello.json()).toEqual({
    progress: { alpha: ['one', 'two'] },
    machines: { alpha: { id: page.state!.machine.id, kind: 'scratch' } },
    opensClasses: true,
  })

  page.say({ type: 'close', terminal: 'other' })
  await page.until(() => page.last('ended')?.terminal === 'other')
  page.say({ type: 'reset', id: 'reset-001', replay: false })
  await page.until(() => page.last('taken')?.id === 'reset-001')
  await page.until(() => page.state!.machine.life === 2 && page.state!.machine.state === 'ready')
  expect(page.state!.steps.map(({ done }) => done)).toEqual([true, true])
  expect(page.state!.at).toBe('two')
  page.printed.clear()
  await page.openTerminal()
  typed(page, 'ls /tmp\r')
  await page.until(() => /^ready/m.test(page.text()))
  expect(page.text()).not.toMatch(/^two/m)

  page.say({ type: 'stop' })
  await page.until(() => page.state!.machine.state === 'stopped')
  expect(page.state!.steps.map(({ done }) => done)).toEqual([true, true])
  await page.start()
  expect(page.state!.machine.life).toBe(3)
})

it('gives a page that comes back exactly what it missed, and runs nothing twice', async () => {
  const server = await LiveServer.start(labsFolder())
  const page = await server.open('alpha')
  await page.start()
  await page.openTerminal()
  typed(page, 'for n in $(seq 1 300); do echo "n $n"; sleep 0.01; done\r')
  await page.until(() => page.text().includes('n 50\n'))
  const run = { type: 'run', id: 'run-00001', step: 'two', block: 0, command: 0 } as const
  await page.drop()
  const { text, end } = page.printed.get('host')!
  await sleep(500)

  await using back = await server.open('alpha')
  await back.openTerminal('host', end)
  const first = back.all('output')[0]!
  expect(first).toMatchObject({ from: end, replayed: true })
  await back.until(() => back.text().includes('n 300\n'))
  const numbers = [...plain(text + back.printed.get('host')!.text).matchAll(/^n (\d+)$/gm)].map(([, n]) =>
    Number(n),
  )
  expect(numbers).toEqual(Array.from({ length: 300 }, (_, n) => n + 1))

  typed(back, 'PROMPT_COMMAND=; touch() { echo touched >>/tmp/count; command touch "$@"; }\r')
  await sleep(300)
  for (let n = 0; n < 3; n++) back.say(run)
  await back.until(() => back.all('taken').length === 3)
  await using third = await server.open('alpha')
  third.say(run)
  await third.until(() => third.last('taken')?.id === run.id)
  typed(back, 'echo "count $(wc -l </tmp/count)."\r')
  await back.until(() => /count \d/.test(back.text()))
  expect(back.text()).toContain('count 1.')
})

it('shows two pages the same terminal, and keeps it while nobody watches', async () => {
  const server = await LiveServer.start(labsFolder())
  const one = await server.open('alpha')
  await using two = await server.open('alpha')
  await one.start()
  await two.until(() => two.state!.machine.state === 'ready')
  await one.openTerminal()
  await two.openTerminal()
  typed(one, 'echo "sum $((20 + 3))"\r')
  await two.until(() => two.text().includes('sum 23'))
  expect(two.state!.machine.id).toBe(one.state!.machine.id)
  await one.drop()
  await two.drop()
  await sleep(300)
  await using three = await server.open('alpha')
  expect(three.state!.machine.state).toBe('ready')
  await three.openTerminal()
  expect(three.text()).toContain('sum 23')
})

it('tells that a machine went away, and gives a new one', async () => {
  const server = await LiveServer.start(labsFolder())
  await using page = await server.open('alpha')
  await page.start()
  await page.openTerminal()
  const { id } = page.state!.machine
  const { state } = livingMachines().find((each) => each.id === id)!
  process.kill(state.members[0]!.pid, 'SIGKILL')
  await page.until(() => page.state!.machine.state === 'gone')
  expect(page.state!.machine.trouble!.message).toContain(id)
  await page.start()
  expect(page.state!.machine).toMatchObject({ life: 2 })
  expect(page.state!.machine.id).not.toBe(id)
})

it('has no more machines than it may, and says who has them', async () => {
  const server = await LiveServer.start(labsFolder(), ['--machines', '1'])
  await using alpha = await server.open('alpha')
  await using omega = await server.open('omega')
  await alpha.start()
  omega.say({ type: 'start' })
  await omega.until(() => omega.state!.machine.state === 'failed')
  expect(omega.state!.machine.trouble).toEqual({
    message: expect.stringContaining('alpha has it'),
    mend: expect.stringContaining('--machines 2'),
  })
  alpha.say({ type: 'stop' })
  await alpha.until(() => alpha.state!.machine.state === 'stopped')
  await omega.start()
})

it('has no more terminals than it may', async () => {
  const server = await LiveServer.start(labsFolder())
  await using page = await server.open('alpha')
  await page.start()
  for (let n = 0; n < 20; n++) page.say({ type: 'open', terminal: `t${n}`, columns: 80, rows: 24, from: 0 })
  await page.until(() => page.all('refused').length === 8)
  await page.until(() => page.state!.terminals.length === 12)
  const refused = page.all('refused').map(({ terminal }) => terminal!)
  expect(page.last('refused')).toMatchObject({ reason: 'too-many' })
  expect(page.all('ended').map(({ terminal }) => terminal)).toEqual(refused)
})

it('shows the networks to a page with the picture open, and looks at them for no other', async () => {
  const server = await LiveServer.start(labsFolder())
  await using page = await server.open('alpha')
  await using other = await server.open('alpha')
  page.say({ type: 'picture', shown: true })
  await page.start()
  const names = (): string[] =>
    (page.last('topology')?.topology.namespaces ?? []).flatMap(({ links }) => links.map(({ name }) => name))
  await page.until(() => names().includes('lo'), 'the picture')
  await page.openTerminal()
  typed(page, 'ip link add first type bridge\r')
  await page.until(() => names().includes('first'), 'the new link')
  page.say({ type: 'picture', shown: false })
  typed(page, 'ip link add second type bridge && echo made\r')
  await page.until(() => page.text().includes('\nmade'))
  await sleep(1500)
  expect(names()).not.toContain('second')
  page.say({ type: 'picture', shown: true })
  await page.until(() => names().includes('second'), 'what has changed meanwhile')
  expect(other.all('topology')).toEqual([])
})

it('stops a machine whose learner has gone, and says so before', async () => {
  const server = await LiveServer.start(labsFolder(), ['--idle', '3s'])
  await using page = await server.open('alpha')
  await page.start()
  await page.openTerminal()
  const told = (): boolean => page.state!.machine.stopsAt !== undefined
  await page.until(told)
  expect(page.state!.machine.stopsAt! - Date.now()).toBeGreaterThan(300)
  expect(page.state!.machine.stopsAt! - Date.now()).toBeLessThan(620)
  page.say({ type: 'stay' })
  await page.until(() => !told())
  expect(page.state!.machine.state).toBe('ready')
  await page.until(told)
  await page.until(() => page.state!.machine.state === 'stopped')
  const { id } = page.all('state').find(({ state }) => state.machine.id)!.state.machine
  await goes([id])
  await page.start()
})

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves nothing behind on %s', async (signal) => {
  const server = await LiveServer.start(labsFolder())
  await using page = await server.open('alpha')
  await page.start()
  await page.openTerminal()
  const ids = idsOf(server.pid)
  expect(ids).toHaveLength(1)
  await server.end(signal)
  expect(server.process.signalCode).toBe(signal)
  expect(remains(ids, server.pid)).toEqual([])
  await page.until(() => page.closed !== undefined)
})

it('that is killed leaves no machine behind, and the next one knows the progress and the token', async () => {
  const cwd = labsFolder()
  const server = await LiveServer.start(cwd)
  const page = await server.open('omega')
  await page.start()
  page.say({ type: 'run', id: 'run-00001', step: 'one', block: 0, command: 0 })
  await page.until(() => stepOf(page, 'one').done)
  const ids = idsOf(server.pid)
  await server.end('SIGKILL')
  const next = await LiveServer.start(cwd)
  await goes(ids)
  expect(next.cookie.split('=')[1]).toBe(server.cookie.split('=')[1])
  await using back = await next.open('omega')
  expect(stepOf(back, 'one').done).toBe(true)
  expect(back.state!.machine.state).toBe('none')
})

it('says which port is taken', async () => {
  const server = await LiveServer.start(labsFolder())
  await expect(LiveServer.start(labsFolder(), ['--port', String(server.port)])).rejects.toThrow(
    new RegExp(`port ${server.port} of 127\\.0\\.0\\.1 is taken(.|\n)*--port ${server.port + 1}`),
  )
})
