/**
 * The `browser` machine: Debian in an emulated PC, in this very process or page. It goes on from a state in which all of it is
 * up. What is in this folder, but for `build/` and what is named for it, needs nothing of Node.
 */
import { openShell } from '../../terminal/shell.ts'
import { SHELL_COMMAND } from '../../terminal/supervisor.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import {
  type ExecOptions,
  type Facts,
  type Machine,
  MachineError,
  type Output,
  type Size,
} from '../machine.ts'
import { factsOf } from '../scratch/members.ts'
import { Agent, type Spare } from './agent.ts'
import { type Disk, imageDisk } from './disk.ts'
import { Emulator, OVER } from './emulator.ts'
import type { BrowserImage, ReadFile } from './image.ts'
import { resumed } from './resumed.ts'

type Bytes = Uint8Array<ArrayBuffer>

export interface BrowserOptions {
  image: BrowserImage
  read: ReadFile
  /** A person types in its terminals too. */
  attended?: boolean
  /** Goes on from a state that `save` gave, and not from that of the image. */
  saved?: Bytes
  /** Gives up to make it. */
  signal?: AbortSignal
}

/** Milliseconds for a machine to answer that goes on from a state. */
const GREET_TIMEOUT = 60_000
/**
 * How many times as long as on a scratch machine things take. To measure it takes seconds, just when a learner waits for a
 * prompt; and a processor that is emulated by a browser is slow on any computer.
 */
const PACE = 30
/** Milliseconds for a shell to be there. */
const OPEN_TIMEOUT = 120_000
/** How often it is stopped and goes on, milliseconds apart, until it stops between two words to us. */
const STOPS = { times: 50, apart: 20 }

export class BrowserMachine implements Machine {
  readonly kind = 'browser'
  readonly id = randomId()
  facts: Facts = {}
  readonly pace = PACE
  readonly #options: BrowserOptions
  readonly #terminals = new Set<Terminal>()
  /** A shell that waits at its prompt: to start one takes seconds, as nothing of the emulated processor's code is translated yet. */
  #spare: Spare | undefined
  #emulator: Emulator | undefined
  #disk!: Disk
  #agent!: Agent
  #gone: MachineError | undefined
  #leave: (error: MachineError) => void = () => {}
  /** Rejects when the machine goes. */
  readonly #going = new Promise<never>((_, reject) => {
    this.#leave = reject
  })
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(options: BrowserOptions) {
    this.#options = options
    this.#going.catch(() => {})
  }

  /**
   * Makes a machine and waits until it answers.
   * @throws MachineError where it can't be had, or the signal's reason
   */
  static async create(options: BrowserOptions): Promise<BrowserMachine> {
    const machine = new BrowserMachine(options)
    try {
      await machine.#start()
    } catch (error) {
      await machine[Symbol.asyncDispose]()
      throw error
    }
    return machine
  }

  async #start(): Promise<void> {
    const { saved, signal } = this.#options
    // The emulator is made while the state, which is most of what is read, still comes.
    const making = this.#makeEmulator()
    const [emulator, state] = await Promise.all([making, saved ?? this.#imageState(making)]).finally(() =>
      making.catch(() => {}),
    )
    signal?.throwIfAborted()
    await emulator.restore(state)
    this.#agent = new Agent(emulator.port(0))
    await this.#goOn()
  }

  async #makeEmulator(): Promise<Emulator> {
    const { image, read } = this.#options
    this.#disk = imageDisk(image, read, (error) => this.#lost(error))
    const wasm = await read(image.wasm.name)
    this.#emulator = await Emulator.create({ memory: image.memory, wasm, disk: this.#disk })
    this.#emulator.onConsoleLine((line) => {
      // The kernel may be faster than process 1 with the last word.
      if (line.includes(OVER) || line.endsWith('reboot: Power down')) this.#lost('it has ended')
    })
    return this.#emulator
  }

  /** Each part is unpacked as it comes. */
  async #imageState(making: Promise<Emulator>): Promise<Bytes> {
    const { image, read } = this.#options
    const { bytes, part, parts } = image.state
    const state = new Uint8Array(bytes)
    await Promise.all(
      parts.map(async ({ name }, index) => {
        const data = await read(name)
        const emulator = await making
        this.#check()
        emulator.unpack(data, state.subarray(index * part, (index + 1) * part))
      }),
    )
    return state
  }

  async #goOn(): Promise<void> {
    await this.#emulator!.run()
    const seed = crypto.getRandomValues(new Uint8Array(32))
    const { image, attended = false } = this.#options
    const greeted = this.#agent.greet(seed, attended)
    const description = await this.#inTime(greeted)
    this.#spare = description.spare
    this.facts = factsOf([description], image.docker, description.kernel)
  }

  /** @throws MachineError when the machine or the shell has gone */
  async open(terminal: string, size: Size): Promise<Terminal> {
    this.#check()
    const { attended = false } = this.#options
    const spare = this.#spare
    const isSpare = spare?.name === terminal && spare.attended === attended
    if (isSpare) this.#spare = undefined
    const opened = await openShell({
      name: terminal,
      attended,
      ...(isSpare
        ? { pty: resumed(this.#agent.adopt(size)), token: spare.token }
        : { pty: this.#agent.open(SHELL_COMMAND, size) }),
      size,
      kill: (script) => this.exec(script, { timeout: GREET_TIMEOUT }),
      timeout: OPEN_TIMEOUT,
    })
    this.#terminals.add(opened)
    return opened
  }

  /** @throws MachineError when the machine has gone, or the signal's reason where that was aborted */
  async exec(script: string, options: ExecOptions = {}): Promise<Output> {
    this.#check()
    const output = await this.#agent.run(script, options)
    this.#check()
    return output
  }

  /** About a second: the state is read again. */
  reset(): Promise<void> {
    return this.#inTurn(async () => {
      this.#check()
      const state = await this.#imageState(Promise.resolve(this.#emulator!))
      this.#check()
      try {
        await this.#emulator!.stop()
        // A machine that does not answer any more ends none of them; but its end ends them all.
        const closed = this.#closeTerminals()
        this.#disk.forget()
        await this.#emulator!.restore(state)
        this.#agent.forget()
        await closed
        this.#spare = undefined
        await this.#goOn()
      } catch (error) {
        this.#lost(error)
        throw this.#gone
      }
    })
  }

  /** The whole machine as it is, for `saved`. Its terminals stay; on the machine that goes on they are gone. */
  save(): Promise<Bytes> {
    return this.#inTurn(async () => {
      this.#check()
      try {
        await this.#inTime(this.#agent.hold())
        await this.#stopBetweenFrames()
        await Promise.race([this.#disk.quiet(), this.#going])
        this.#check()
        return await this.#emulator!.save()
      } finally {
        if (!this.#gone) {
          await this.#emulator!.run()
          this.#agent.release()
        }
      }
    })
  }

  async #stopBetweenFrames(): Promise<void> {
    for (let left = STOPS.times; ; left--) {
      await this.#emulator!.stop()
      this.#check()
      if (this.#agent.isBetweenFrames) return
      if (left === 0) throw new MachineError('the machine prints too much to be saved', 'save it again')
      await this.#emulator!.run()
      await new Promise((resolve) => setTimeout(resolve, STOPS.apart))
    }
  }

  /** @throws MachineError when the machine has gone, or does not answer */
  #inTime<T>(answer: Promise<T>): Promise<T> {
    return within(Promise.race([answer, this.#going]), GREET_TIMEOUT, () => this.#goneError())
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {})
    return done
  }

  #check(): void {
    if (this.#gone) throw this.#gone
  }

  #goneError(cause?: unknown): MachineError {
    const why =
      cause === undefined ? 'it does not answer' : String(cause instanceof Error ? cause.message : cause)
    return new MachineError(
      `machine ${this.id} has gone: ${why}`,
      'reset the machine, or start the lab again',
      { cause },
    )
  }

  /** It has ended, or a part of the disk can't be had, and it would wait for it for ever. */
  #lost(error: unknown): void {
    if (this.#gone) return
    this.#gone = error instanceof MachineError ? error : this.#goneError(error)
    this.#leave(this.#gone)
    this.#agent?.forget()
  }

  async #closeTerminals(): Promise<void> {
    const terminals = [...this.#terminals]
    this.#terminals.clear()
    await Promise.all(terminals.map((terminal) => terminal[Symbol.asyncDispose]()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // What waits for an answer gets none any more.
    this.#lost('it has been ended')
    await this.#turn
    await this.#closeTerminals()
    await this.#emulator?.destroy()
    this.#emulator = undefined
  }
}

const within = async <T>(what: Promise<T>, milliseconds: number, error: () => Error): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(error()), milliseconds)
  })
  try {
    return await Promise.race([what, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Letters and digits that nobody mistakes for one another. */
const randomId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(4))]
    .map((byte) => '23456789abcdefghjkmnpqrstuvwxyz'[byte % 31])
    .join('')
