import type { TerminalStreams, TerminalViewer } from '../../../site/theme/live/terminal-streams.ts'
import { plain } from '../../terminal/plain.ts'

/** Characters that are kept of what a terminal printed. */
const KEPT = 64 * 1024
/** Characters after which a page says that it has shown them. */
const REPORT = 32 * 1024

/** Signs of OSC 133: the prompt has ended, and what is typed may follow; the output begins; it has ended, as the next prompt says too. */
const PROMPT = '\x1b]133;B'
const OUTPUT = '\x1b]133;C'
const OVER = /\x1b\]133;[AD]/

/** A terminal as a learner sees it: what it printed, and whether the prompt is there. */
export class Screen implements TerminalViewer {
  readonly name: string
  /** When something came last, by the clock of `performance`. */
  lastAt = 0
  readonly #streams: TerminalStreams
  readonly #changed: () => void
  #text = ''
  #end = 0
  #reported = 0
  /** Where Enter was pressed last. */
  #entered = 0

  /** @param changed told of each change */
  constructor(name: string, streams: TerminalStreams, changed: () => void) {
    this.name = name
    this.#streams = streams
    this.#changed = changed
    streams.onOutput(name, this)
  }

  /** How many characters it has printed. */
  get end(): number {
    return this.#end
  }

  /** Nothing runs: a prompt has come since Enter was pressed last. */
  get atPrompt(): boolean {
    const said = this.since(this.#entered)
    return said.lastIndexOf(PROMPT) > said.lastIndexOf(OUTPUT)
  }

  /** What it printed from an offset on, as it came. */
  since(offset: number): string {
    return this.#text.slice(Math.max(0, this.#text.length - (this.#end - offset)))
  }

  /** What the command printed that was entered last, and has ended. */
  get lastOutput(): string {
    const said = this.since(this.#entered)
    const [, ...output] = said.slice(said.indexOf(OUTPUT) + 1).split('\x07')
    return plain(output.join('\x07').split(OVER)[0]!)
  }

  /** The last lines, for who is to be told what went wrong. */
  get tail(): string {
    return plain(this.#text.slice(-1500))
  }

  /** @returns whether it went out */
  type(keys: string): boolean {
    if (keys.includes('\r')) this.#entered = this.#end
    return this.#streams.input(this.name, keys)
  }

  output(data: string, { offset }: { offset: number }): void {
    this.lastAt = performance.now()
    this.#text = (this.#text + data).slice(-KEPT)
    this.#end = offset
    if (offset - this.#reported >= REPORT) {
      this.#reported = offset
      this.#streams.seen(this.name, offset)
    }
    this.#changed()
  }

  gap(): void {
    this.#text = ''
  }

  restarted(): void {
    this.#text = ''
    this.#end = 0
    this.#reported = 0
    this.#entered = 0
  }

  ended(): void {
    this.restarted()
    this.#changed()
  }
}
