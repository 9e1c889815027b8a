import { Entry, type EntryOptions, type KnownShell, knownShell } from './entry.ts'
import type { ShellProcess } from './kill-foreground.ts'
import type { Mark, Piece } from './marks.ts'

/** The shells of one terminal: its own, and those inside it. The innermost has the terminal. */
export class Shells {
  readonly #options: EntryOptions
  #known: KnownShell[] = []
  #lastNumber = 0
  /** The one that is about to introduce itself; the terminal's own does so first. */
  #entry: Entry | undefined

  constructor(options: EntryOptions) {
    this.#options = options
    this.#entry = new Entry(0, options)
  }

  get innermost(): KnownShell | undefined {
    return this.#known.at(-1)
  }

  /** From outside in. */
  get processes(): ShellProcess[] {
    return this.#known.map(({ process }) => process)
  }

  get entering(): boolean {
    return this.#entry !== undefined
  }

  /** A shell inside the innermost one shows its prompt. */
  introduceNext(): void {
    this.#entry = new Entry(++this.#lastNumber, this.#options)
    this.#entry.introduce()
  }

  /** Takes what a shell prints that is about to introduce itself. Returns it once it is ready. */
  take(piece: Piece): { shell: KnownShell; prompt: string } | undefined {
    const entered = this.#entry?.take(piece)
    if (!entered) return undefined
    this.#entry = undefined
    this.#known.push(entered.shell)
    return entered
  }

  /** Takes note of who printed a mark: those inside that one have ended. */
  note({ kind, shell, fields }: Mark): void {
    if (this.#entry && shell < this.#entry.number) this.#entry = undefined
    if (this.#entry) return
    const at = this.#known.findIndex(({ number }) => number === shell)
    if (at !== -1 && kind !== 'C' && kind !== 'P') this.#known.length = at + 1
    if (kind === 'I') this.#known = [knownShell(shell, fields)]
  }
}
