import { bashMarks, type MarksOptions } from './bash-marks.ts'
import { quoteOnOneLine } from './quote.ts'

const PASTE = '\x1b[200~'
const PASTE_END = '\x1b[201~'
/** To the line's end, and delete it: whatever a person has begun to type. */
const CLEAR_LINE = '\x05\x15'
/** Deletes the line where nothing but the terminal itself edits it. */
const CLEAR_PLAIN_LINE = '\x15'
/** Characters of one typed line for a shell that may read lines of 1024 bytes only, four bytes to a character. */
const SHORT_LINE = 250

/** What to type at the prompt of a shell so that it runs `command` as it stands, one line after the other. */
export function commandKeys(
  command: string,
  { attended, bash }: { attended: boolean; bash: boolean },
): string[] {
  if (!attended) return lineKeys(command)
  if (bash) return [CLEAR_LINE + editorKeys(command)]
  const [first = '', ...others] = lineKeys(command)
  return [CLEAR_PLAIN_LINE + first, ...others]
}

/** For bash's line editor: what is no plain line is pasted, so that tabs complete nothing. */
function editorKeys(command: string): string {
  const plain = command.length <= SHORT_LINE && /^[ -~]*$/.test(command)
  return (plain ? command : PASTE + command.replaceAll(PASTE_END, '') + PASTE_END) + '\n'
}

/**
 * For a shell that reads by the line. The terminal cuts lines at 4095 bytes, busybox at 1024, so a command with a
 * longer one is typed as `eval "…"`, in which `\` at a line's end continues it.
 */
function lineKeys(command: string): string[] {
  const short = command.split('\n').every((line) => line.length <= SHORT_LINE)
  const typed = short ? command : `eval "${command.match(PARTS)?.map(quoteSpecial).join('\\\n')}"`
  return typed.split('\n').map((line) => line + '\n')
}

const quoteSpecial = (text: string): string => text.replace(/[\\"$`]/g, '\\$&')

const PARTS = new RegExp(`[^]{1,${SHORT_LINE}}`, 'gu')

/** What to type into a nested bash, once it has introduced itself, to have all that the terminal's own bash has. */
export const nestedBashKeys = (options: MarksOptions): string =>
  ` eval ${quoteOnOneLine(bashMarks(options))}; history -d -1 2>/dev/null; history -d -1 2>/dev/null\n`
