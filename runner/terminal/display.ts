import type { Size } from '../machine/machine.ts'
import { Listeners } from './listeners.ts'
import type { TypedCommand } from './typed-command.ts'

/** What viewers see of a terminal, and, where a person types, what was typed as it can be read there. */
export class Display {
  readonly #viewers = new Listeners<string>()
  readonly #attended: boolean
  #typed: TypedCommand | undefined
  /** Attended: what was shown before anyone looked. */
  #unseen = ''

  constructor(attended: boolean) {
    this.#attended = attended
  }

  /** The screen that is drawn out of sight takes its time to load, and is needed only where a person types. */
  async load(size: Size, token: string): Promise<void> {
    if (!this.#attended) return
    const { TypedCommand } = await import('./typed-command.ts')
    this.#typed = new TypedCommand(size, token)
  }

  show(data: string): void {
    this.#typed?.write(data)
    if (this.#attended && this.#viewers.none) this.#unseen += data
    this.#viewers.tell(data)
  }

  onData(listener: (data: string) => void): () => void {
    if (this.#unseen) listener(this.#unseen)
    this.#unseen = ''
    return this.#viewers.add(listener)
  }

  resize(columns: number, rows: number): void {
    this.#typed?.resize(columns, rows)
  }

  /** The command that ran before the prompt that is shown now. */
  async lastTyped(): Promise<string> {
    return (await this.#typed?.last()) ?? ''
  }

  /** The command that runs now. */
  async nowTyped(): Promise<string> {
    return (await this.#typed?.current()) ?? ''
  }

  [Symbol.dispose](): void {
    this.#typed?.[Symbol.dispose]()
  }
}
