import type { WriteStream } from 'node:tty'
import type { Size } from '../machine/machine.ts'
import { plain } from '../terminal/plain.ts'
import { makePaint, type Paint } from './paint.ts'
import type { Pane } from './pane.ts'
import { textWidth } from './width.ts'

/**
 * Puts back what programs inside may have turned on: the alternate screen, bracketed paste, the mouse, application
 * keys, a hidden cursor, colours. Source: XTerm Control Sequences.
 */
const CALM = '\x1b[?1049l\x1b[?2004l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1l\x1b>\x1b[?25h\x1b[0m'

/** The learner's window: what one pane prints, with our own lines between it. */
export class Screen {
  readonly paint: Paint
  readonly #output: WriteStream
  #pane: Pane | undefined
  /** Nothing more is written: the window may have gone. */
  #closed = false
  /** A dialog has the window; what comes meanwhile waits. */
  #paused = false
  #waitingLines: string[] = []

  constructor(output: WriteStream, colors: boolean) {
    this.#output = output
    this.paint = makePaint(colors)
  }

  get size(): Size {
    return { columns: this.#output.columns || 80, rows: this.#output.rows || 24 }
  }

  /** Shows another pane: a line with its name, what it printed unseen, and its last line. */
  show(pane: Pane, title?: string): void {
    this.#eraseLine()
    if (this.#pane?.alternate) this.#write('\x1b[?1049l')
    this.#pane = pane
    if (title) this.#write(`${this.rule(title)}\n`)
    this.#appear(pane)
  }

  #appear(pane: Pane): void {
    const { unseen } = pane
    pane.unseen = ''
    if (pane.alternate) {
      this.#redrawProgram()
      return
    }
    const lines = unseen.slice(0, unseen.lastIndexOf('\n') + 1).split('\n')
    this.#write(lines.slice(-this.size.rows).join('\n') + pane.line)
  }

  /** What a pane prints. One that is not shown keeps it until it is. */
  print(pane: Pane, data: string): void {
    if (pane !== this.#pane || this.#paused) {
      pane.unseen = (pane.unseen + data).slice(-64 * 1024)
      return
    }
    this.#write(data)
    if (!pane.alternate && this.#waitingLines.length > 0) this.say(this.#waitingLines.splice(0))
  }

  /** Our own lines, above the pane's last line. While a program has the whole screen, they wait. */
  say(lines: readonly string[]): void {
    if (this.#paused || this.#pane?.alternate) {
      this.#waitingLines.push(...lines)
      return
    }
    this.#eraseLine()
    this.line(...lines)
    this.#write(this.#pane?.line ?? '')
  }

  /** Has the window for a dialog: the pane's last line goes, and comes back at the end, with all that came meanwhile. */
  async dialog<T>(run: () => Promise<T>): Promise<T> {
    const pane = this.#pane
    if (pane?.alternate) this.#write('\x1b[2J\x1b[H')
    else this.#eraseLine()
    this.#paused = true
    try {
      return await run()
    } finally {
      this.#paused = false
      if (pane && pane === this.#pane) this.#appear(pane)
      if (!pane?.alternate && this.#waitingLines.length > 0) this.say(this.#waitingLines.splice(0))
    }
  }

  /** Lines as they are, at the cursor: for a dialog, and while no pane is shown. */
  line(...lines: readonly string[]): void {
    this.#write(lines.map((line) => `${line}\x1b[K\n`).join(''))
  }

  /** Takes back so many lines that a dialog wrote. */
  takeBack(lines: number): void {
    this.#write(`\x1b[${lines}A\r\x1b[J`)
  }

  /** Where a dialog's line editor writes. */
  get output(): WriteStream {
    return this.#output
  }

  /** A line across the window, with a title in it. */
  rule(title: string): string {
    const width = Math.min(this.size.columns - 1, 72)
    const text = title ? `── ${title} ` : ''
    return this.paint.dim(text + '─'.repeat(Math.max(0, width - textWidth(text))))
  }

  /** Ends the pane's part: the cursor on a line of its own, every mode as it was. */
  leave(): void {
    this.#write(CALM)
    if (this.#pane && !this.#pane.alternate) this.#eraseLine()
    this.#pane = undefined
    this.line(...this.#waitingLines.splice(0))
  }

  /** The window has gone. */
  close(): void {
    this.#closed = true
  }

  #eraseLine(): void {
    if (!this.#pane) return
    // A line longer than the window has wrapped.
    const width = textWidth(plain(this.#pane.line))
    const rows = Math.max(0, Math.ceil(width / this.size.columns) - 1)
    this.#write(`${rows > 0 ? `\x1b[${rows}A` : ''}\r\x1b[J`)
  }

  /** A program with the whole screen draws it again when its size changes, even to the same in the end. */
  #redrawProgram(): void {
    const { columns, rows } = this.size
    this.#write('\x1b[?1049h')
    this.#pane?.terminal.resize(columns, rows - 1)
    setTimeout(() => this.#pane?.terminal.resize(columns, rows), 50)
  }

  #write(data: string): void {
    if (!this.#closed && data !== '') this.#output.write(data)
  }
}
