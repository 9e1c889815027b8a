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
import { imageDisk } from './disk.ts'
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
  #agent!: Agent
  #gone: MachineError | undefined
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(options: BrowserOptions) {
    this.#options = options
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
    const { image, read, saved, signal } = this.#options
    const [wasm, state] = await Promise.all([read(image.wasm.name), saved ?? this.#imageState()])
    signal?.throwIfAborted()
    const disk = imageDisk(image, read, (error) => this.#lost(error))
    this.#emulator = await Emulator.create({ memory: image.memory, wasm, disk, state })
    this.#emulator.onConsoleLine((line) => {
      if (line.includes(OVER)) this.#lost('it has ended')
    })
    this.#agent = new Agent(this.#emulator.port(0))
    await this.#goOn()
  }

  async #imageState(): Promise<Bytes> {
    const { image, read } = this.#options
    const parts = await Promise.all(image.state.map(({ name }) => read(name)))
    return new Uint8Array(await new Blob(parts).arrayBuffer())
  }

  async #goOn(): Promise<void> {
    await this.#emulator!.run()
    const seed = crypto.getRandomValues(new Uint8Array(32))
    const { image, attended = false } = this.#options
    const greeted = this.#agent.greet(seed, attended)
    const description = await within(greeted, GREET_TIMEOUT, () => this.#goneError())
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
      await this.#closeTerminals()
      const state = await this.#imageState()
      await this.#emulator!.stop()
      this.#agent.forget()
      await this.#emulator!.restore(state)
      await this.#goOn()
    })
  }

  /** The whole machine as it is, for `saved`. Its terminals stay; on the machine that goes on they are gone. */
  save(): Promise<Bytes> {
    return this.#inTurn(async () => {
      this.#check()
      await this.#agent.hold()
      await this.#emulator!.stop()
      try {
        return await this.#emulator!.save()
      } finally {
        await this.#emulator!.run()
      }
    })
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
    this.#gone = this.#goneError(error)
    this.#agent?.forget()
  }

  async #closeTerminals(): Promise<void> {
    const terminals = [...this.#terminals]
    this.#terminals.clear()
    await Promise.all(terminals.map((terminal) => terminal[Symbol.asyncDispose]()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turn
    this.#gone ??= this.#goneError('it has been ended')
    this.#agent?.forget()
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

/** Letters and digits that nobody mistakes for one another, as on other machines. */
const randomId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(4))]
    .map((byte) => '23456789abcdefghjkmnpqrstuvwxyz'[byte % 31])
    .join('')
