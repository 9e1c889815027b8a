/**
 * What a terminal printed, as plain text.
 *
 * Escape sequences are dropped (ECMA-48: CSI, OSC, DCS, SOS, PM, APC, and the short ones), and so are control
 * characters but tab and newline. A carriage return goes back to the line's start and a backspace one
 * character back, so that what comes next overwrites, as progress bars do; `ESC [ K` erases within the line.
 * Takes time linear in the length, on any input.
 */
export function plain(raw: string): string {
  const text = raw.replace(CONTROLS, keepErasures)
  if (!/[\r\b\0\x01]/.test(text)) return text
  return text.split('\n').map(overwrite).join('\n')
}

/** Stand in for `ESC [ K` and `ESC [ 2 K` once all other control characters are gone. */
const ERASE_RIGHT = '\0'
const ERASE_LINE = '\x01'

const CSI = String.raw`(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?`
const STRING = String.raw`(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x18\x1a\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?`
const SHORT = String.raw`\x1b[ -/]*[0-~]?`
const OTHER = String.raw`[\0-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f]`
const CONTROLS = new RegExp([CSI, STRING, SHORT, OTHER].join('|'), 'g')

function keepErasures(sequence: string): string {
  if (sequence === '\x1b[K' || sequence === '\x1b[0K') return ERASE_RIGHT
  return sequence === '\x1b[2K' ? ERASE_LINE : ''
}

function overwrite(line: string): string {
  let end = line.length
  while (line[end - 1] === '\r') end--
  const shown = line.slice(0, end)
  if (!/[\r\b\0\x01]/.test(shown)) return shown
  const cells: string[] = []
  let column = 0
  for (const character of shown) {
    if (character === '\r') column = 0
    else if (character === '\b') column = Math.max(0, column - 1)
    else if (character === ERASE_RIGHT) cells.length = Math.min(cells.length, column)
    else if (character === ERASE_LINE) cells.length = 0
    else cells[column++] = character
  }
  // Cells that nothing was written to after the line was erased are blank.
  return Array.from(cells, (cell) => cell ?? ' ').join('')
}
