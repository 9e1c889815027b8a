/** The agent on a machine, as the runner speaks to it: `guest/agent.py` is the other end. */
import type { Pty } from '../../terminal/pty.ts'
import { BoundedText } from '../bounded-text.ts'
import type { ExecOptions, Output, Size } from '../machine.ts'
import type { Port } from './emulator.ts'
import { type Frame, HEAR, Link, SAY } from './link.ts'

/** What the agent says of its machine. */
export interface Description {
  name: string
  address: string
  mac: string
  /** The release of the kernel. */
  kernel: string
  /** A terminal that was started before the machine was saved: see `adopt`. */
  spare?: Spare
}

/** What was said of a terminal when it was started, for whoever adopts it. */
export interface Spare {
  name: string
  /** Of its shell's marks. */
  token: string
  attended: boolean
}

interface Stream {
  output(data: Uint8Array): void
  errors(data: Uint8Array): void
  exit(status: number): void
}

/** Milliseconds until a program that does not hear that its terminal is hung up is killed. */
const PATIENCE = 3000
/** Milliseconds for what is killed to end; one that the kernel holds on to is left. */
const END_TIMEOUT = 10_000

export class Agent {
  readonly #link: Link
  readonly #streams = new Map<number, Stream>()
  /** Streams of which nothing is wanted just now. */
  readonly #paused = new Set<number>()
  #number = 0
  #ready: (description: Description) => void = () => {}
  #held: () => void = () => {}
  #started: () => void = () => {}
  /** Resolves when the agent has started, on a machine that boots: before, it would hear nothing. */
  readonly started = new Promise<void>((resolve) => {
    this.#started = resolve
  })

  constructor(port: Port) {
    this.#link = new Link(port, (frame) => this.#hear(frame))
  }

  /**
   * Tells the machine the time, which stood still while it was saved, and ends what ran there.
   * @param seed bytes nobody else has
   * @param wantsSpare else the machine's spare terminal ends, too
   */
  greet(seed: Uint8Array, wantsSpare: boolean): Promise<Description> {
    // Numbers of before, of which some may still be spoken, are others.
    this.#number = (this.#number + 0x4000 + (seed[0] ?? 0)) & 0xffff
    const hex = [...seed].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    return new Promise((resolve) => {
      this.#ready = resolve
      this.#link.sayJson(SAY.greet, 0, { time: Date.now() / 1000, seed: hex, spare: wantsSpare })
    })
  }

  /** Another machine is at the other end; what ran on the one before has ended. */
  forget(): void {
    this.#link.forget()
    const streams = [...this.#streams.values()]
    this.#streams.clear()
    this.#paused.clear()
    this.#held()
    for (const stream of streams) stream.exit(137)
  }

  /** Waits until nothing is under way, so that the machine can be saved. What is said meanwhile waits for `release`. */
  async hold(): Promise<void> {
    for (const number of this.#streams.keys()) this.#link.say(SAY.pause, number)
    const held = new Promise<void>((resolve) => {
      this.#held = resolve
    })
    this.#link.say(SAY.hold)
    this.#link.hold()
    await held
    await this.#link.quiet()
  }

  /** A machine that is saved in the middle of a frame is not understood when it goes on. */
  get isBetweenFrames(): boolean {
    return this.#link.isBetweenFrames
  }

  /** Goes on after `hold`. */
  release(): void {
    this.#link.goOn()
    for (const number of this.#streams.keys()) if (!this.#paused.has(number)) this.#link.say(SAY.goOn, number)
  }

  /**
   * Runs a command on a terminal.
   * @param note makes it the spare one of the machine, once that has been saved and goes on
   */
  open(command: readonly string[], { columns, rows }: Size, note?: Spare): Pty {
    return this.#pty(SAY.open, { command, columns, rows, ...(note ? { note } : {}) })
  }

  /** The machine's spare terminal, which first prints once more all that it has printed. */
  adopt({ columns, rows }: Size): Pty {
    const pty = this.#pty(SAY.adopt, { columns, rows })
    // It was held, as all terminals are, while the machine was saved.
    pty.resume()
    return pty
  }

  #pty(kind: number, request: object): Pty {
    const number = this.#next()
    const text = new TextDecoder()
    const data: ((data: string) => void)[] = []
    const exits: (() => void)[] = []
    const timers: ReturnType<typeof setTimeout>[] = []
    let [ended, closing] = [false, false]
    this.#streams.set(number, {
      output: (bytes) => {
        const more = text.decode(bytes, { stream: true })
        if (more) for (const listener of data) listener(more)
      },
      errors: () => {},
      exit: () => {
        ended = true
        timers.forEach(clearTimeout)
        for (const listener of exits) listener()
      },
    })
    this.#link.sayJson(kind, number, request)
    const say = (kind: number, bytes?: Uint8Array): void => {
      // The other end has closed what is closing here, and must not be told to use it.
      if (!ended && !closing) this.#link.say(kind, number, bytes)
    }
    return {
      write: (typed) => say(SAY.data, new TextEncoder().encode(typed)),
      resize: (columns, rows) => say(SAY.resize, sizeOf(columns, rows)),
      onData: (listener) => void data.push(listener),
      onExit: (listener) => (ended ? listener() : void exits.push(listener)),
      pause: () => {
        if (!ended) this.#paused.add(number)
        say(SAY.pause)
      },
      resume: () => {
        this.#paused.delete(number)
        say(SAY.goOn)
      },
      kill: () => {
        data.length = 0
        if (ended || closing) return
        say(SAY.end)
        closing = true
        timers.push(
          setTimeout(() => this.#link.say(SAY.end, number), PATIENCE),
          setTimeout(() => this.#exit(number, 137), PATIENCE + END_TIMEOUT),
        )
      },
    }
  }

  /**
   * Runs a bash script.
   * @throws the signal's reason where that was aborted
   */
  async run(script: string, { timeout, signal }: ExecOptions = {}): Promise<Output> {
    signal?.throwIfAborted()
    const number = this.#next()
    const [stdout, stderr] = [new BoundedText(), new BoundedText()]
    const bytes = new TextEncoder().encode(script)
    let late = false
    const exit = await new Promise<number>((resolve) => {
      const stop = (): void => {
        this.#link.say(SAY.end, number)
        // Its number is not used again soon: what it may say yet is not heard.
        timers.push(setTimeout(() => over(137), END_TIMEOUT))
      }
      const timers: ReturnType<typeof setTimeout>[] = []
      const over = (status: number): void => {
        timers.forEach(clearTimeout)
        signal?.removeEventListener('abort', stop)
        this.#streams.delete(number)
        resolve(status)
      }
      if (timeout !== undefined)
        timers.push(
          setTimeout(() => {
            late = true
            stop()
          }, timeout),
        )
      signal?.addEventListener('abort', stop)
      this.#streams.set(number, {
        output: (data) => stdout.add(data),
        errors: (data) => stderr.add(data),
        exit: over,
      })
      this.#link.sayJson(SAY.open, number, { script: bytes.length })
      if (bytes.length > 0) this.#link.say(SAY.data, number, bytes)
    })
    signal?.throwIfAborted()
    return { stdout: stdout.text(), stderr: stderr.text(), exit: late ? undefined : exit }
  }

  #next(): number {
    do this.#number = (this.#number + 1) & 0xffff
    while (this.#number === 0 || this.#streams.has(this.#number))
    return this.#number
  }

  #hear({ kind, stream: number, data }: Frame): void {
    const stream = this.#streams.get(number)
    if (kind === HEAR.ready) this.#ready(JSON.parse(new TextDecoder().decode(data)))
    else if (kind === HEAR.held) this.#held()
    else if (kind === HEAR.hello) this.#started()
    else if (kind === HEAR.output) stream?.output(data)
    else if (kind === HEAR.errors) stream?.errors(data)
    else if (kind === HEAR.exit) this.#exit(number, new DataView(data.buffer, data.byteOffset).getInt32(0))
  }

  #exit(number: number, status: number): void {
    const stream = this.#streams.get(number)
    this.#streams.delete(number)
    this.#paused.delete(number)
    stream?.exit(status)
  }
}

const sizeOf = (columns: number, rows: number): Uint8Array => {
  const bytes = new Uint8Array(4)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, columns)
  view.setUint16(2, rows)
  return bytes
}
