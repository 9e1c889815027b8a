import type { Paint } from './paint.ts'
import { cutText } from './width.ts'

const INDENT = '    '

/** Why something fell short, a line each, set in: it holds a diff, whose lines begin with `-` (printed) and `+` (came). */
export const reasonLines = (reason: string | undefined, paint: Paint, columns: number): string[] => {
  if (!reason) return []
  return reason.split('\n').map((line) => {
    // A line of the diff that wrapped would look like two; a sentence may.
    const text = INDENT + (/^[-+ ]/.test(line) ? cutText(line, columns - INDENT.length) : line)
    if (line.startsWith('-')) return paint.red(text)
    if (line.startsWith('+')) return paint.green(text)
    return text
  })
}
