import { WatchedTerminal } from '../learn/watched-terminal.ts'

/** What programs ask a terminal for; shown a second time, the answer would be typed into the machine. */
const QUERY = /\x1b\[[?>=]?[\d;]*[cn]/g
const CLEARED = /\x1b\[[23]J/g
const ALTERNATE = /\x1b\[\?(?:1049|1047|47)([hl])/g
/** Characters kept of a line. */
const KEPT = 64 * 1024

/** A terminal as it is shown on a screen that it shares with others. */
export class Pane extends WatchedTerminal {
  /** A program has the whole screen (`vi`, `top`). */
  alternate = false
  /** What was printed while another pane was shown. */
  unseen = ''
  /** Since the last line end, escape sequences and all. */
  #line = ''

  override take(data: string): void {
    super.take(data)
    this.#line = afterLastLine((this.#line + data).slice(-KEPT))
    for (const [, mode] of data.matchAll(ALTERNATE)) this.alternate = mode === 'h'
  }

  /** The last line as it must be shown again to look as it does. */
  get line(): string {
    return this.#line.replace(QUERY, '')
  }
}

/** What stands after the last line end, or after the screen was cleared. */
const afterLastLine = (data: string): string => {
  const line = data.slice(data.lastIndexOf('\n') + 1)
  const cleared = [...line.matchAll(CLEARED)].at(-1)
  return cleared ? line.slice(cleared.index + cleared[0].length) : line
}
