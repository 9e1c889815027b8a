import xterm from '@xterm/headless'
import { MarkReader, PromptTimes } from './marks.ts'

/** Lines above the screen that a long command may reach back to. */
const SCROLLBACK = 1000

/** A column in a row that is followed while the screen scrolls; its line is -1 once it has scrolled away. */
interface Place {
  row: { line: number; dispose(): void }
  column: number
}

/**
 * What a person typed at a prompt, read off a screen drawn out of sight: editing, recalled history and wrapped
 * lines come out as they were when Enter was pressed.
 */
export class TypedCommand {
  readonly #screen: InstanceType<typeof xterm.Terminal>
  #start: Place | undefined
  readonly #promptTimes = new PromptTimes()
  /** Where what was typed goes on behind the prompt of a continued command. */
  #continued: Place[] = []
  /** Read at C; undefined until then. */
  #typed: string | undefined
  #last = ''

  constructor(size: { columns: number; rows: number }, token: string) {
    this.#screen = new xterm.Terminal({
      cols: size.columns,
      rows: size.rows,
      scrollback: SCROLLBACK,
      allowProposedApi: true,
    })
    this.#screen.parser.registerOscHandler(133, (body) => {
      const mark = new MarkReader(token).read(`\x1b]133;${body}\x07`)[0]?.mark
      if (mark?.kind === 'A') this.#promptStarts(mark.fields.at)
      else if (mark?.kind === 'B') this.#promptEnds()
      else if (mark?.kind === 'P') this.#continued.push(this.#here())
      else if (mark?.kind === 'C') this.#typed ??= this.#read(this.#cursorRow - 1)
      return false
    })
  }

  write(data: string): void {
    this.#screen.write(data)
  }

  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows)
  }

  /** The command that ran before the prompt that is shown now; empty where there was none. */
  last(): Promise<string> {
    return this.#drawn(() => this.#last)
  }

  /** The command that runs now. */
  current(): Promise<string> {
    return this.#drawn(() => this.#typed ?? this.#firstLine())
  }

  [Symbol.dispose](): void {
    this.#screen.dispose()
  }

  /** Reads as soon as all that came so far is drawn: a moment later, the next commands may be, if they were typed ahead. */
  #drawn(read: () => string): Promise<string> {
    return new Promise((resolve) => this.#screen.write('', () => resolve(read())))
  }

  get #cursorRow(): number {
    const { baseY, cursorY } = this.#screen.buffer.active
    return baseY + cursorY
  }

  // Shells that print no C (dash, busybox) take one line at a time.
  #promptStarts(at: string | undefined): void {
    if (!this.#promptTimes.isRedrawn(at)) this.#last = this.#typed ?? this.#firstLine()
  }

  #promptEnds(): void {
    for (const place of [this.#start, ...this.#continued]) place?.row.dispose()
    this.#start = this.#here()
    this.#continued = []
    this.#typed = undefined
  }

  #here(): Place {
    return { row: this.#screen.registerMarker(0)!, column: this.#screen.buffer.active.cursorX }
  }

  #firstLine(): string {
    const start = this.#start?.row.line ?? -1
    if (start < 0) return ''
    let end = start
    while (end < this.#cursorRow && this.#continues(end)) end++
    return this.#read(end)
  }

  /** Whether the row goes on in the next: the terminal wrapped it, or a line editor broke it at the last column. */
  #continues(row: number): boolean {
    const { active } = this.#screen.buffer
    const lastCell = active.getLine(row)?.getCell(this.#screen.cols - 1)
    const full = lastCell?.getChars() !== '' || lastCell.getWidth() === 0
    return full || (active.getLine(row + 1)?.isWrapped ?? false)
  }

  /** Text from the prompt's end up to and with a row. */
  #read(last: number): string {
    if (!this.#start || this.#start.row.line < 0) return ''
    const { active } = this.#screen.buffer
    const columns = new Map([this.#start, ...this.#continued].map(({ row, column }) => [row.line, column]))
    let text = ''
    for (let row = this.#start.row.line; row <= last; row++) {
      const continues = row < last && this.#continues(row)
      text += active.getLine(row)?.translateToString(!continues, columns.get(row) ?? 0) ?? ''
      if (row < last && !continues) text += '\n'
    }
    return text.trimEnd()
  }
}
