import type { Machine, MachineError } from '../machine/machine.ts'
import type { CommandOutput } from '../terminal/terminal.ts'
import { Pane } from './pane.ts'
import type { Screen } from './screen.ts'

export interface PaneListener {
  /** A command has ended, whoever typed it. */
  ended(pane: Pane, out: CommandOutput): void
  /** Something was printed. */
  printed(pane: Pane): void
  /** The terminal has gone, and the machine with it. */
  gone(error: MachineError): void
}

/** The terminals of one session: each opened when it is first shown. */
export class Panes {
  readonly #machine: Machine
  readonly #screen: Screen
  readonly #listener: PaneListener
  readonly #open = new Map<string, Pane>()
  #shown: Pane | undefined

  constructor(machine: Machine, screen: Screen, listener: PaneListener) {
    this.#machine = machine
    this.#screen = screen
    this.#listener = listener
  }

  /** The one that the learner sees and types in. */
  get shown(): Pane | undefined {
    return this.#shown
  }

  get names(): string[] {
    return [...this.#open.keys()]
  }

  /**
   * Shows a terminal, and opens it first where that is needed.
   * @throws MachineError when the machine has gone
   */
  async show(name: string): Promise<Pane> {
    const pane = this.#open.get(name) ?? (await this.#new(name))
    if (pane !== this.#shown) {
      // The first one needs no title: nobody has seen another.
      this.#screen.show(pane, this.#shown ? titleOf(pane) : undefined)
      this.#shown = pane
    }
    return pane
  }

  resize(): void {
    const { columns, rows } = this.#screen.size
    for (const { terminal } of this.#open.values()) terminal.resize(columns, rows)
  }

  /** Forgets all terminals, which are about to end with their machine's old self. */
  forget(): void {
    this.#open.clear()
    this.#shown = undefined
  }

  async #new(name: string): Promise<Pane> {
    const terminal = await this.#machine.open(name, this.#screen.size)
    const pane = new Pane(terminal)
    this.#open.set(name, pane)
    const isMine = (): boolean => this.#open.get(name) === pane
    terminal.onData((data) => {
      if (!isMine()) return
      pane.take(data)
      this.#screen.print(pane, data)
      this.#listener.printed(pane)
    })
    terminal.onCommand((out) => {
      if (isMine()) this.#listener.ended(pane, out)
    })
    terminal.onEnd((error) => {
      if (isMine()) this.#listener.gone(error)
    })
    return pane
  }
}

/** A busy terminal shows no prompt: its title says what runs there. */
const titleOf = ({ name, running }: Pane): string =>
  running?.command ? `terminal ${name}, where ${running.command.split('\n')[0]} runs` : `terminal ${name}`
