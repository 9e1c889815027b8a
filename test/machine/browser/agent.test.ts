import { describe, expect, it, vi } from 'vitest'
import { Agent } from '../../../runner/machine/browser/agent.ts'
import { type Frame, HEAR, SAY } from '../../../runner/machine/browser/link.ts'

type Bytes = Uint8Array<ArrayBuffer>

const text = (data: Uint8Array): string => new TextDecoder().decode(data)
const bytes = (data: string): Uint8Array => new TextEncoder().encode(data)
const number = (value: number): Uint8Array => {
  const data = new Uint8Array(4)
  new DataView(data.buffer).setInt32(0, value)
  return data
}

/** The other end, which hears what the runner says, and says what a test wants. It reads at once. */
class OtherEnd {
  readonly heard: Frame[] = []
  #read: Bytes = new Uint8Array()
  #tell: (data: Bytes) => void = () => {}
  readonly port = {
    send: (data: Bytes) => {
      this.#read = new Uint8Array([...this.#read, ...data])
      this.#take()
      queueMicrotask(() => this.say(HEAR.credit, 0, number(data.length)))
    },
    onData: (listener: (data: Bytes) => void) => {
      this.#tell = listener
    },
  }

  #take(): void {
    const view = new DataView(this.#read.buffer)
    if (this.#read.length < 5 || this.#read.length < 5 + view.getUint16(3)) return
    const end = 5 + view.getUint16(3)
    this.heard.push({ kind: view.getUint8(0), stream: view.getUint16(1), data: this.#read.slice(5, end) })
    this.#read = this.#read.slice(end)
    this.#take()
  }

  /** @param missing bytes that are still to come */
  say(kind: number, stream: number, data: Uint8Array = new Uint8Array(), missing = 0): void {
    const frame = new Uint8Array(5 + data.length)
    const view = new DataView(frame.buffer)
    view.setUint8(0, kind)
    view.setUint16(1, stream)
    view.setUint16(3, data.length + missing)
    frame.set(data, 5)
    this.#tell(frame)
  }

  /** What was last said of a kind. */
  async last(kind: number): Promise<Frame> {
    return vi.waitFor(() => {
      const frame = this.heard.findLast((each) => each.kind === kind)
      if (!frame) throw new Error(`nothing of kind ${kind} was said`)
      return frame
    })
  }
}

const meet = (): { other: OtherEnd; agent: Agent } => {
  const other = new OtherEnd()
  return { other, agent: new Agent(other.port) }
}

describe('the agent on a machine', () => {
  it('is told the time and a seed, and says what its machine is', async () => {
    const { other, agent } = meet()
    const ready = agent.greet(Uint8Array.of(1, 0xff), true)
    const said = JSON.parse(text((await other.last(SAY.greet)).data))
    expect(said).toMatchObject({ seed: '01ff', spare: true })
    expect(Math.abs(said.time - Date.now() / 1000)).toBeLessThan(5)
    other.say(HEAR.ready, 0, bytes('{"name":"host","address":"10.77.0.10","mac":"m","kernel":"6.1"}'))
    expect(await ready).toEqual({ name: 'host', address: '10.77.0.10', mac: 'm', kernel: '6.1' })
  })

  it('runs scripts side by side, and keeps apart what they print', async () => {
    const { other, agent } = meet()
    const [one, two] = [agent.run('one'), agent.run('zwei ü')]
    await other.last(SAY.data)
    const [first, second] = other.heard.filter(({ kind }) => kind === SAY.data)
    expect([text(first!.data), text(second!.data)]).toEqual(['one', 'zwei ü'])
    const euro = bytes('€')
    other.say(HEAR.output, second!.stream, euro.slice(0, 2))
    other.say(HEAR.output, first!.stream, bytes('1'))
    other.say(HEAR.errors, first!.stream, bytes('wrong'))
    other.say(HEAR.output, second!.stream, euro.slice(2))
    other.say(HEAR.exit, second!.stream, number(3))
    other.say(HEAR.exit, first!.stream, number(0))
    expect(await one).toEqual({ stdout: '1', stderr: 'wrong', exit: 0 })
    expect(await two).toEqual({ stdout: '€', stderr: '', exit: 3 })
  })

  it('ends a script whose time is up, and says so', async () => {
    const { other, agent } = meet()
    const output = agent.run('sleep 100', { timeout: 20 })
    const { stream } = await other.last(SAY.end)
    other.say(HEAR.output, stream, bytes('so far'))
    other.say(HEAR.exit, stream, number(137))
    expect(await output).toEqual({ stdout: 'so far', stderr: '', exit: undefined })
  })

  it('ends a script that is not wanted any more', async () => {
    const { other, agent } = meet()
    const stopping = new AbortController()
    const output = agent.run('sleep 100', { signal: stopping.signal })
    await other.last(SAY.data)
    stopping.abort(new Error('not wanted'))
    other.say(HEAR.exit, (await other.last(SAY.end)).stream, number(137))
    await expect(output).rejects.toThrow('not wanted')
    await expect(agent.run('true', { signal: stopping.signal })).rejects.toThrow('not wanted')
  })

  it('gives a terminal: keys, size, output, its end', async () => {
    const { other, agent } = meet()
    const wish = { columns: 80, rows: 24, type: 'open' }
    const pty = agent.open(['bash'], wish)
    const { stream, data } = await other.last(SAY.open)
    expect(JSON.parse(text(data))).toEqual({ command: ['bash'], columns: 80, rows: 24 })
    const printed: string[] = []
    let ended = 0
    pty.onData((data) => printed.push(data))
    pty.onExit(() => ended++)
    pty.write('ls\r')
    expect(text((await other.last(SAY.data)).data)).toBe('ls\r')
    pty.resize(100, 30)
    expect([...(await other.last(SAY.resize)).data]).toEqual([0, 100, 0, 30])
    pty.pause()
    expect((await other.last(SAY.pause)).stream).toBe(stream)
    pty.resume()
    expect((await other.last(SAY.goOn)).stream).toBe(stream)
    other.say(HEAR.output, stream, bytes('file'))
    pty.kill()
    await other.last(SAY.end)
    other.say(HEAR.output, stream, bytes('too late'))
    other.say(HEAR.exit, stream, number(129))
    expect(printed).toEqual(['file'])
    expect(ended).toBe(1)
    const count = other.heard.length
    pty.write('nobody hears this')
    expect(other.heard).toHaveLength(count)
  })

  it('gives the terminal that waits on the machine', async () => {
    const { other, agent } = meet()
    const note = { name: 'host', token: 'token', attended: true }
    agent.open(['bash'], { columns: 80, rows: 24 }, note)
    expect(JSON.parse(text((await other.last(SAY.open)).data))).toMatchObject({ note })
    // Whoever asks may say more than the size.
    const wish = { columns: 100, rows: 30, type: 'open' }
    const pty = agent.adopt(wish)
    const { stream, data } = await other.last(SAY.adopt)
    expect(JSON.parse(text(data))).toEqual({ columns: 100, rows: 30 })
    // It was held while the machine was saved.
    expect((await other.last(SAY.goOn)).stream).toBe(stream)
    const printed: string[] = []
    pty.onData((data) => printed.push(data))
    other.say(HEAR.output, stream, bytes('so far'))
    expect(printed).toEqual(['so far'])
  })

  it('has all end whose machine is another one now, and goes by other numbers', async () => {
    const { other, agent } = meet()
    const output = agent.run('sleep 100')
    const pty = agent.open(['bash'], { columns: 80, rows: 24 })
    const { stream } = await other.last(SAY.open)
    let ended = false
    pty.onExit(() => {
      ended = true
    })
    agent.forget()
    expect(ended).toBe(true)
    expect((await output).exit).toBe(137)
    void agent.greet(Uint8Array.of(0), false)
    agent.open(['bash'], { columns: 80, rows: 24 })
    expect(Math.abs((await other.last(SAY.open)).stream - stream)).toBeGreaterThan(1000)
  })

  it('can be held, so that its machine is saved', async () => {
    const { other, agent } = meet()
    let held = false
    const holding = agent.hold().then(() => {
      held = true
    })
    await other.last(SAY.hold)
    expect(held).toBe(false)
    other.say(HEAR.held, 0)
    await holding
  })
  it('has its terminals wait while its machine is saved, but for those that wait anyhow', async () => {
    const { other, agent } = meet()
    const [one, two] = [1, 2].map(() => agent.open(['bash'], { columns: 80, rows: 24 }))
    two!.pause()
    const holding = agent.hold()
    await other.last(SAY.hold)
    const streams = other.heard.filter(({ kind }) => kind === SAY.open).map(({ stream }) => stream)
    const paused = other.heard.filter(({ kind }) => kind === SAY.pause).map(({ stream }) => stream)
    expect(new Set(paused)).toEqual(new Set(streams))
    one!.write('typed meanwhile')
    other.say(HEAR.held, 0)
    await holding
    expect(agent.isBetweenFrames).toBe(true)
    expect(other.heard.at(-1)!.kind).toBe(SAY.hold)
    other.say(HEAR.output, streams[0]!, new Uint8Array(), 1)
    expect(agent.isBetweenFrames).toBe(false)
    agent.release()
    expect(text((await other.last(SAY.data)).data)).toBe('typed meanwhile')
    expect((await other.last(SAY.goOn)).stream).toBe(streams[0])
    expect(other.heard.filter(({ kind }) => kind === SAY.goOn)).toHaveLength(1)
  })

  it('waits for nothing more once its machine has gone', async () => {
    const { other, agent } = meet()
    const holding = agent.hold()
    await other.last(SAY.hold)
    agent.forget()
    await holding
  })

  it('is told nothing more of a terminal that is being closed but to end it, and waits for no end that does not come', async () => {
    vi.useFakeTimers()
    try {
      const { other, agent } = meet()
      const pty = agent.open(['bash'], { columns: 80, rows: 24 })
      let ended = false
      pty.onExit(() => {
        ended = true
      })
      await vi.advanceTimersByTimeAsync(1)
      pty.kill()
      pty.resize(100, 30)
      pty.write('too late')
      pty.kill()
      await vi.advanceTimersByTimeAsync(5000)
      expect(other.heard.map(({ kind }) => kind)).toEqual([SAY.open, SAY.end, SAY.end])
      await vi.advanceTimersByTimeAsync(10_000)
      expect(ended).toBe(true)
    } finally {
      vi.useRealTimers()
    }
  })

  it('leaves no timer behind for a terminal that has ended', async () => {
    vi.useFakeTimers()
    try {
      const { agent } = meet()
      const pty = agent.open(['bash'], { columns: 80, rows: 24 })
      pty.kill()
      agent.forget()
      pty.kill()
      await vi.advanceTimersByTimeAsync(1)
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })
})
