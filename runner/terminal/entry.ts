import { introduction } from './introduction.ts'
import { nestedBashKeys } from './keystrokes.ts'
import type { ShellProcess } from './kill-foreground.ts'
import type { Piece } from './marks.ts'

/** A shell that has introduced itself. */
export interface KnownShell {
  /** The number in its marks. */
  number: number
  bash: boolean
  process: ShellProcess
}

export interface EntryOptions {
  token: string
  attended: boolean
  type: (keys: string) => void
}

/** A shell that is about to introduce itself. What it prints until its first prompt with marks is not shown. */
export class Entry {
  readonly number: number
  readonly #options: EntryOptions
  #shell: KnownShell | undefined
  #prompt = ''
  /** Attended, a bash gets more marks, in a second line: longer than any shell can be trusted to read. */
  #marksTyped = false

  constructor(number: number, options: EntryOptions) {
    this.number = number
    this.#options = options
  }

  /** Has a nested shell, found at its prompt, introduce itself. */
  introduce(): void {
    const { token, attended, type } = this.#options
    type(introduction({ token, attended, shell: this.number }) + '\n')
  }

  /** Takes what comes; returns the shell and its prompt as soon as it is ready. */
  take({ text, mark }: Piece): { shell: KnownShell; prompt: string } | undefined {
    this.#prompt = mark?.kind === 'A' ? text : this.#prompt + text
    if (mark?.kind === 'I') this.#shell = knownShell(this.number, mark.fields)
    if (mark?.kind !== 'B' || !this.#shell) return undefined
    if (this.#shell.bash && this.#options.attended && this.number > 0 && !this.#marksTyped) {
      this.#marksTyped = true
      const { token, attended, type } = this.#options
      type(nestedBashKeys({ token, attended, shell: this.number }))
      return undefined
    }
    return { shell: this.#shell, prompt: this.#prompt }
  }
}

/** What an I mark says. */
export const knownShell = (number: number, fields: Readonly<Record<string, string>>): KnownShell => ({
  number,
  bash: fields.bash === '1',
  process: { pid: Number(fields.pid), pidNamespace: (fields.namespace ?? '').replace(/\D/g, '') },
})
