import { type Machine, MachineError, type Size } from '../machine/machine.ts'
import type { CommandOutput } from '../terminal/terminal.ts'
import { WatchedTerminal } from './watched-terminal.ts'

export interface TerminalsListener {
  printed(terminal: WatchedTerminal, data: string): void
  /** A command has ended, whoever typed it. */
  commandEnded(terminal: WatchedTerminal, out: CommandOutput): void
  /** A terminal has ended: by itself where there is an error, or closed. */
  ended(name: string, error?: MachineError): void
}

/** The terminals of a machine that a learner has open. */
export class WatchedTerminals {
  readonly #machine: Machine
  readonly #listener: TerminalsListener
  readonly #open = new Map<string, WatchedTerminal>()
  readonly #opening = new Map<string, Promise<WatchedTerminal>>()
  #over = false

  constructor(machine: Machine, listener: TerminalsListener) {
    this.#machine = machine
    this.#listener = listener
  }

  /** In the order in which they were opened. */
  get names(): string[] {
    return [...this.#open.keys()]
  }

  get(name: string): WatchedTerminal | undefined {
    return this.#open.get(name)
  }

  /**
   * Opens a terminal where it is not open yet.
   * @throws MachineError when the machine has gone
   */
  async open(name: string, size: Size): Promise<WatchedTerminal> {
    const open = this.#open.get(name)
    if (open) return open
    const opening = this.#opening.get(name) ?? this.#new(name, size)
    this.#opening.set(name, opening)
    try {
      return await opening
    } finally {
      this.#opening.delete(name)
    }
  }

  /** Types, in a terminal that is opening as soon as it is there. Where there is none, nothing is typed. */
  write(name: string, keys: string): void {
    const open = this.#open.get(name)
    if (open) open.write(keys)
    else
      void this.#opening.get(name)?.then(
        (opened) => opened.write(keys),
        () => {},
      )
  }

  async close(name: string): Promise<void> {
    const watched = this.#open.get(name) ?? (await this.#opening.get(name)?.catch(() => undefined))
    if (!watched || !this.#open.delete(name)) return
    await watched.terminal[Symbol.asyncDispose]()
    this.#listener.ended(name)
  }

  /** Hears nothing more of any terminal: they end, or their machine does. */
  forget(): void {
    this.#over = true
    this.#open.clear()
  }

  /** Ends all terminals, and tells nobody. */
  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#open.values()]
    this.forget()
    await Promise.all(all.map(({ terminal }) => terminal[Symbol.asyncDispose]()))
  }

  async #new(name: string, size: Size): Promise<WatchedTerminal> {
    const terminal = await this.#machine.open(name, size)
    if (this.#over) {
      await terminal[Symbol.asyncDispose]()
      throw new MachineError(`terminal ${name} was closed as it was opened`, 'open it again')
    }
    const watched = new WatchedTerminal(terminal)
    this.#open.set(name, watched)
    const isOpen = (): boolean => this.#open.get(name) === watched
    terminal.onData((data) => {
      if (!isOpen()) return
      watched.take(data)
      this.#listener.printed(watched, data)
    })
    terminal.onCommand((out) => {
      if (isOpen()) this.#listener.commandEnded(watched, out)
    })
    terminal.onEnd((error) => {
      if (!isOpen()) return
      this.#open.delete(name)
      this.#listener.ended(name, error)
    })
    return watched
  }
}
