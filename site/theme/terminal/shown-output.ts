/** What a terminal prints, on its way from its stream to xterm.js, with the page's own lines between. */
import type { TerminalStreams } from '../live/terminal-streams.ts'
import { HeldOutput, type Place } from './held-output.ts'
import type { Xterm } from './xterm-loader.ts'

/** Characters between two reports of what has been shown. */
const REPORT = 32 * 1024

/** Lines that the page itself prints into a terminal. */
export interface OutputWords {
  newMachine: string
  gap: string
  ended: string
}

export interface ShownOutputOptions {
  terminal: InstanceType<Xterm['Terminal']>
  name: string
  streams: TerminalStreams
  words(): OutputWords
}

export class ShownOutput implements Disposable {
  /** The shell has ended, and nothing has come since. */
  hasEnded = false
  readonly #options: ShownOutputOptions
  readonly #held = new HeldOutput((data, place) => this.#draw(data, place))
  readonly #unwatch: () => void
  /** Writes of replayed output that are not parsed yet. */
  #replaying = 0
  #reported = 0

  constructor(options: ShownOutputOptions) {
    this.#options = options
    const { terminal, streams, name, words } = options
    this.#unwatch = streams.onOutput(name, {
      output: (data, place) => {
        this.hasEnded = false
        this.#held.push(data, place)
      },
      gap: () => this.#note(words().gap),
      restarted: () => {
        this.#held.flush()
        terminal.reset()
        this.#reported = 0
        this.#note(words().newMachine)
      },
      ended: () => {
        this.hasEnded = true
        this.#note(words().ended)
      },
    })
  }

  /** What xterm.js says meanwhile answers an old query. */
  get isReplaying(): boolean {
    return this.#replaying > 0
  }

  set isSeen(isSeen: boolean) {
    this.#held.isSeen = isSeen
  }

  [Symbol.dispose](): void {
    this.#unwatch()
    this.#held[Symbol.dispose]()
  }

  #draw(data: string, { replayed, offset }: Place): void {
    if (replayed) this.#replaying++
    this.#options.terminal.write(data, () => {
      if (replayed) this.#replaying--
      if (offset - this.#reported < REPORT) return
      this.#reported = offset
      this.#options.streams.seen(this.#options.name, offset)
    })
  }

  #note(text: string): void {
    const { terminal } = this.#options
    this.#held.flush()
    const start = terminal.buffer.active.cursorX > 0 ? '\r\n' : ''
    terminal.write(`${start}\x1b[0;90m${text}\x1b[0m\r\n`)
  }
}
