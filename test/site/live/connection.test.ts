import { afterEach, describe, expect, it, vi } from 'vitest'
import { Connection, type ConnectionState } from '../../../site/theme/live/connection.ts'
import { TerminalStreams } from '../../../site/theme/live/terminal-streams.ts'
import { LiveServer } from './server.ts'

const size = { columns: 80, rows: 24 }
const run = { type: 'run', step: 'one', block: 0, command: 0 } as const
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A page with one terminal, as the store puts it together. */
function page(server: { connect: LiveServer['connect'] }) {
  const states: ConnectionState[] = []
  let tellLost = () => {}
  const seen = { text: '', replayed: '', restarts: 0 }
  const streams = new TerminalStreams((request) => connection.say(request))
  streams.onOutput('host', {
    output(data, { replayed }) {
      seen.text += data
      if (replayed) seen.replayed += data
    },
    gap: () => {},
    ended: () => {},
    restarted() {
      seen.restarts++
      seen.text = ''
    },
  })
  const connection = new Connection({
    connect: () => server.connect(),
    changed(state) {
      states.push(state)
      if (state !== 'open') streams.lost()
      if (state === 'lost') tellLost()
    },
    reply(reply) {
      if (reply.type === 'state') streams.onMachine(reply.state.machine)
      if (reply.type === 'output') streams.heard(reply)
    },
    shortest: 5,
    longest: 40,
  })
  ends.push(() => connection.close())
  connection.open()
  /** Ends while the connection is lost: it is back after milliseconds. */
  const lost = () => new Promise<void>((tell) => (tellLost = tell))
  return { connection, streams, states, seen, lost }
}

async function serve(port?: number) {
  const server = await LiveServer.start(port)
  ends.push(() => server[Symbol.asyncDispose]())
  return server
}

const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 5000, interval: 5 })

describe('a connection', () => {
  it('says what it went through', async () => {
    const server = await serve()
    const { connection, states } = page(server)
    await until(() => connection.state === 'open')
    server.cut()
    await until(() => states.length === 4)
    connection.close()
    expect(states).toEqual(['connecting', 'open', 'lost', 'open', 'off'])
  })

  it('has a command carried out once, though its answer was lost and it was said again', async () => {
    const server = await serve()
    const { connection, streams, seen } = page(server)
    await until(() => connection.state === 'open')
    streams.open('host', size)
    await until(() => server.count('open') === 1)
    server.dropsAfterRun = true
    expect(await connection.ask(run)).toBeUndefined()
    expect(server.count('run')).toBe(2)
    expect(server.ran).toHaveLength(1)
    await until(() => seen.text === 'ran\r\n')
  })

  it('says a request that was made while the connection was lost, once it is back', async () => {
    const server = await serve()
    const { connection, lost } = page(server)
    await until(() => connection.state === 'open')
    const gone = lost()
    server.cut()
    await gone
    await connection.ask(run)
    expect(server.ran).toHaveLength(1)
  })

  it('never says keys later that were typed while it was lost', async () => {
    const server = await serve()
    const { connection, streams, lost } = page(server)
    await until(() => connection.state === 'open')
    streams.open('host', size)
    await until(() => server.count('open') === 1)
    const gone = lost()
    server.cut()
    await gone
    expect(streams.input('host', 'rm -r x\r')).toBe(false)
    await until(() => server.count('open') === 2)
    expect(streams.input('host', 'l')).toBe(true)
    await until(() => server.count('input') === 1)
    expect(server.heard.at(-1)).toMatchObject({ type: 'input', data: 'l' })
  })

  it('settles what is open when the page leaves', async () => {
    const server = await serve()
    server.deaf = true
    const { connection } = page(server)
    await until(() => connection.state === 'open')
    const asked = connection.ask(run)
    connection.close()
    expect(await asked).toBeUndefined()
  })

  it('finds a server that was started again, and tries at once when woken', async () => {
    const first = await LiveServer.start()
    const { port, connect } = first
    let server = first
    const { connection } = page({ connect: () => server.connect() })
    await until(() => connection.state === 'open')
    server = { connect } as LiveServer
    first[Symbol.asyncDispose]()
    await until(() => connection.state === 'lost')
    server = await serve(port)
    connection.wake()
    await until(() => connection.state === 'open')
  })
})

describe('a terminal after a loss', () => {
  it('goes on from where the page was, without a character lost or twice', async () => {
    const server = await serve()
    const { connection, streams, seen } = page(server)
    await until(() => connection.state === 'open')
    streams.open('host', size)
    await until(() => server.count('open') === 1)
    let printing = 0
    const timer = setInterval(() => server.print(`line ${printing++}\r\n`), 2)
    for (let times = 0; times < 5; times++) {
      await new Promise((done) => setTimeout(done, 40))
      server.cut()
    }
    clearInterval(timer)
    await until(() => seen.text.length === server.printed.length)
    expect(seen.text).toBe(server.printed)
  })

  it('takes what was printed meanwhile for replayed, and what comes after it for new', async () => {
    const server = await serve()
    const { connection, streams, seen } = page(server)
    await until(() => connection.state === 'open')
    streams.open('host', size)
    await until(() => server.count('open') === 1)
    server.cut()
    server.print('\x1b[c')
    await until(() => seen.text === '\x1b[c')
    server.print('prompt')
    await until(() => seen.text.endsWith('prompt'))
    expect(seen.replayed).toBe('\x1b[c')
  })

  it('starts anew on another machine, even where its life has the same number', async () => {
    const server = await serve()
    const { connection, streams, seen } = page(server)
    await until(() => connection.state === 'open')
    streams.open('host', size)
    await until(() => server.count('open') === 1)
    server.print('old')
    await until(() => seen.text === 'old')
    server.cut()
    server.machine = { ...server.machine, id: 'two' }
    server.printed = 'new'
    await until(() => seen.text === 'new')
    expect(seen.restarts).toBe(1)
  })

  it('is joined again after a reset, from the beginning', async () => {
    const server = await serve()
    const { connection, streams, seen } = page(server)
    await until(() => connection.state === 'open')
    streams.open('host', size)
    await until(() => server.count('open') === 1)
    server.print('old')
    server.become({ ...server.machine, state: 'resetting' })
    server.become({ ...server.machine, state: 'ready', life: 2 })
    await until(() => server.count('open') === 2)
    expect(server.heard.at(-1)).toMatchObject({ from: 0 })
    server.print('new')
    await until(() => seen.text === 'new')
    expect(seen.restarts).toBe(1)
  })
})
