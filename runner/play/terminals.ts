import type { Command } from '../lab/lab.ts'
import type { Machine, Size } from '../machine/machine.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** Wide enough for a table of `ss` or `docker ps` to keep its lines whole. */
export const SIZE: Size = { columns: 160, rows: 40 }

/** The terminals of one play: each opened when its first command comes, all closed at the end. */
export class Terminals implements AsyncDisposable {
  readonly #machine: Machine
  readonly #signal: AbortSignal | undefined
  readonly #open = new Map<string, Terminal>()
  /** Terminals whose last shell-opening command opened none, and the line it stands in. */
  readonly #shut = new Map<string, number>()

  /** @param signal closes them all, which ends what runs on them */
  constructor(machine: Machine, signal?: AbortSignal) {
    this.#machine = machine
    this.#signal = signal
    signal?.addEventListener('abort', this.#close)
  }

  async of(command: Command): Promise<Terminal> {
    const name = command.terminal
    let terminal = this.#open.get(name)
    if (!terminal) {
      terminal = await this.#machine.open(name, SIZE)
      this.#open.set(name, terminal)
    }
    this.#signal?.throwIfAborted()
    return terminal
  }

  /** A command that should have moved its terminal elsewhere did not: what is meant for there must not run here. */
  shut(command: Command): void {
    this.#shut.set(command.terminal, command.position.line)
  }

  /**
   * The line of the command whose failure leaves this one without a place to run, if there is one. A terminal is whole
   * again when the lesson is back at the prompt that it has had from the start.
   */
  shutBy(command: Command): number | undefined {
    if (command.prompt === command.terminal) this.#shut.delete(command.terminal)
    return this.#shut.get(command.terminal)
  }

  readonly #close = (): void => void this[Symbol.asyncDispose]()

  async [Symbol.asyncDispose](): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#close)
    for (const terminal of this.#open.values()) await terminal[Symbol.asyncDispose]()
    this.#open.clear()
  }
}
