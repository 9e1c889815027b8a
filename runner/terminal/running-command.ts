import { withoutJobNotices } from './job-notices.ts'
import { KeptOutput } from './kept-output.ts'
import { plain } from './plain.ts'

/** What is kept to see whether output ends in a prompt. */
const TAIL = 4096
/** How much longer the pause after a look at the output is than the look was. */
const PAUSE = 4

export interface RunningCommandOptions {
  /** As it was typed; undefined where a person types it. */
  text?: string | undefined
  /** Its lines, to be typed one after the other; a shell may echo them. */
  keys?: string[] | undefined
  /** What is typed is echoed. */
  echoed?: boolean | undefined
  /** The command opens a shell. */
  enters?: boolean | undefined
  until?: ((output: string) => boolean) | undefined
  /** Called once `until` holds. */
  holds?: (() => void) | undefined
}

/** A command from the moment it is typed: what it prints, and how it ends. */
export class RunningCommand {
  readonly text: string | undefined
  enters: boolean
  timedOut = false
  /** All of it has been typed, and the shell wants more. */
  unfinished = false
  /** Known once its end came; it is over when the prompt is there too. */
  exit: number | undefined
  readonly #options: RunningCommandOptions
  readonly #since = performance.now()
  readonly #keys: string[]
  /** The line that was typed last. */
  #typed: string | undefined
  /** What earlier lines printed, as plain text. */
  readonly #earlier = new KeptOutput()
  #printed = new KeptOutput()
  /** Whether C came; what was printed may begin with an echo until then, or where none comes. */
  #outputStarted = false
  #tail = ''
  #look: ReturnType<typeof setTimeout> | undefined
  #pause = 0

  constructor(options: RunningCommandOptions = {}) {
    this.#options = options
    this.#keys = options.keys ?? []
    this.text = options.text
    this.enters = options.enters ?? false
  }

  /** The next line to type, if there is one, and if its time is not up. */
  nextKeys(): string | undefined {
    if (this.timedOut || this.#keys.length === 0) return undefined
    this.#earlier.push(this.#output(''))
    this.#typed = this.#keys.shift()
    this.exit = undefined
    this.#startOver()
    return this.#typed
  }

  print(text: string): void {
    if (this.exit !== undefined) return
    this.#printed.push(text)
    this.#tail = (this.#tail + text).slice(-TAIL)
    if (this.#options.until) this.#look ??= setTimeout(() => this.#lookAtOutput(), this.#pause)
  }

  /** C came. A second one, of the second of two pasted commands, goes on with the output. */
  startOutput(): void {
    if (!this.#outputStarted) this.#startOver()
    this.#outputStarted = true
  }

  /** P came: the shell wants more before it runs anything, so all that was printed was an echo and the prompt. */
  wantMore(): void {
    this.unfinished = this.#keys.length === 0
    if (!this.#outputStarted) this.#startOver()
  }

  /** A prompt came. Before Enter was even echoed, it is none but drawn anew: the terminal's size has changed. */
  end(exit: number): void {
    if (!this.isUnechoed) this.exit ??= exit
  }

  /** Enter will be echoed, and has not been yet. */
  get isUnechoed(): boolean {
    return Boolean(this.#options.echoed) && !this.#outputStarted && !this.#printed.toString().includes('\n')
  }

  /** The line editor has drawn its prompt anew; whatever has been typed so far comes once more behind it. */
  redrawn(): void {
    if (!this.#outputStarted) this.#startOver()
  }

  #startOver(): void {
    this.#printed = new KeptOutput()
    this.#outputStarted = false
    this.#tail = ''
  }

  /** Nothing is looked for in the output any more. */
  stopLooking(): void {
    clearTimeout(this.#look)
  }

  get ms(): number {
    return performance.now() - this.#since
  }

  /** The last line, while no newline has ended it, without escape sequences. */
  get lastLine(): string {
    return plain(this.#tail.slice(this.#tail.lastIndexOf('\n') + 1))
  }

  /** The output so far as plain text. `typed` is what a person typed. */
  output(typed = ''): string {
    return withoutJobNotices(this.#earlier.toString() + this.#output(typed), this.text ?? typed)
  }

  #output(typed: string): string {
    const printed = plain(this.#printed.toString())
    if (this.#outputStarted) return printed
    return this.text === undefined ? withoutEchoEnd(printed, typed) : withoutEcho(printed, this.#typed ?? '')
  }

  // Looking again at all of a long output must not cost more time than the output itself.
  #lookAtOutput(): void {
    const before = performance.now()
    const holds = this.#options.until?.(this.output())
    this.#pause = (performance.now() - before) * PAUSE
    this.#look = undefined
    if (holds) this.#options.holds?.()
  }
}

/** Drops what the terminal echoed, if it did, in whichever columns a line editor broke it. */
function withoutEcho(output: string, keys: string): string {
  const echoed = keys.replace(/[\n\x05\x15]/g, '')
  let at = 0
  for (const key of echoed) {
    while (output[at] === '\n') at++
    if (!output.startsWith(key, at)) return output
    at += key.length
  }
  return output[at] === '\n' ? output.slice(at + 1) : output
}

/** Drops the end of a person's line: what was echoed after Enter was pressed, often nothing but a newline. */
function withoutEchoEnd(output: string, typed: string): string {
  let echoed = ''
  for (let from = 0; from <= typed.length; ) {
    const end = output.indexOf('\n', from)
    if (end === -1) break
    echoed += output.slice(from, end)
    from = end + 1
    if (typed.endsWith(echoed)) return output.slice(from)
  }
  return output.slice(output.indexOf('\n') + 1)
}
