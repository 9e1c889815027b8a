import { killScript, type ShellProcess } from './kill-foreground.ts'

const CONTROL_C = '\x03'
/** How long a command may take to end after Ctrl-C. */
const INTERRUPT_TIMEOUT = 1000
/** How long the prompt may take to come back after a kill. */
const KILL_TIMEOUT = 500

export interface InterruptionOptions {
  type: (keys: string) => void
  kill: (script: string) => Promise<unknown>
  /** Nothing helped, or nothing could be killed. */
  fail: (reason: string, cause?: unknown) => void
}

/** Ends a command that does not end: by Ctrl-C, and when it does not hear that, by kills from inside out. */
export class Interruption {
  readonly #options: InterruptionOptions
  #timer: ReturnType<typeof setTimeout> | undefined
  #over = false

  /** `shells` are those that have the terminal, the outermost first. */
  constructor(shells: ShellProcess[], options: InterruptionOptions) {
    this.#options = options
    options.type(CONTROL_C)
    const targets = shells
      .toReversed()
      .flatMap((shell) => [false, true].map((shellToo) => killScript({ ...shell, shellToo })))
    this.#timer = setTimeout(() => void this.#killNext(targets), INTERRUPT_TIMEOUT)
  }

  /** The prompt is back. */
  end(): void {
    this.#over = true
    clearTimeout(this.#timer)
  }

  /** What runs in the innermost shell, then that shell, then what runs in the one around it, … */
  async #killNext([script, ...others]: string[]): Promise<void> {
    const { kill, fail } = this.#options
    if (script === undefined) return fail('it gave no prompt again, although all that ran on it was killed')
    try {
      await kill(script)
    } catch (error) {
      if (!this.#over) fail('a command that does not end could not be killed', error)
      return
    }
    if (!this.#over) this.#timer = setTimeout(() => void this.#killNext(others), KILL_TIMEOUT)
  }
}
