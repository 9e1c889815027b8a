/**
 * Writes output so that it is read as text again. What would be read as a placeholder, a prompt, an exit status, a
 * `...` or the end of a fence is written as an expression: `{/\{/}x}`.
 */
import { RE2JS } from 're2js'
import { trimBlanksEnd } from './blanks.ts'
import { tokenise } from './tokens.ts'

/** A piece of a line to be written: text to be read as text, or a placeholder to be read as one. */
export type Piece = { text: string } | { placeholder: string }

/** One line of output as a printed line that matches it, and nothing else. */
export const quoteLine = (line: string): string => composeLine([{ text: trimBlanksEnd(line) }])

/** Joins pieces to a printed line in which each is read as what it is. */
export const composeLine = (pieces: readonly Piece[]): string => {
  const parts = joinTexts(pieces).flatMap((piece) =>
    'text' in piece ? withoutControls(piece.text) : [piece],
  )
  const plain = parts.map(sourceOf).join('')
  return quoteLineStart(readsAs(plain, parts) ? plain : parts.map(strictSourceOf).join(''))
}

const joinTexts = (pieces: readonly Piece[]): Piece[] => {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (last !== undefined && 'text' in last && 'text' in piece) {
      joined[joined.length - 1] = { text: last.text + piece.text }
    } else joined.push(piece)
  }
  return joined
}

const sourceOf = (piece: Piece): string => ('text' in piece ? piece.text : piece.placeholder)

/** Every brace an expression, and a `$` that would take the brace behind it for the shell's. */
const strictSourceOf = (piece: Piece): string => {
  if (!('text' in piece)) return piece.placeholder
  const { text } = piece
  return text.replace(/[${]+/g, (run, offset: number) =>
    run.includes('{') || offset + run.length === text.length ? expressionFor(run) : run,
  )
}

const expressionFor = (text: string): string => `{/${RE2JS.quote(text).replaceAll('/', '\\/')}/}`

/** Control characters can't stand in Markdown (`\r` would end the line), nor can half a character. */
const withoutControls = (text: string): Piece[] =>
  text
    .split(/([\x00-\x08\x0a-\x1f\x7f]|\p{Surrogate})/u)
    .map((part, index): Piece => {
      if (index % 2 === 0) return { text: part }
      return { placeholder: `{/\\x{${part.charCodeAt(0).toString(16)}}/}` }
    })
    .filter((piece) => !('text' in piece) || piece.text !== '')

/** Whether a line is taken apart into just these pieces. */
const readsAs = (line: string, pieces: readonly Piece[]): boolean => {
  const { tokens, slips } = tokenise(line)
  if (slips.length > 0) return false
  const read = tokens.filter((token) => token.kind !== 'text')
  let offset = 0
  for (const piece of pieces) {
    const source = sourceOf(piece)
    if ('placeholder' in piece) {
      const token = read.shift()
      if (token?.offset !== offset || token.source !== source) return false
    }
    offset += source.length
  }
  return read.length === 0
}

/** What only means something at the start of a line: `...`, `[7]`, a prompt, a fence. */
const quoteLineStart = (line: string): string => {
  const special =
    /^([ \t]*)(\.{3})(?=[ \t]*$)/.exec(line) ??
    /^([ \t]*)(\[)(?=\d+\][ \t]*$)/.exec(line) ??
    /^([ \t]*)(`{3,}|~{3,})/.exec(line) ??
    /^([A-Za-z_][\w.@:~/-]*)?([$#])(?=[ \t]|$)/.exec(line) ??
    /^()(>)(?=[ \t]|$)/.exec(line)
  if (special === null) return line
  const [whole, before = '', offending = ''] = special
  return before + expressionFor(offending) + line.slice(whole.length)
}
