import { plain } from '../terminal/plain.ts'
import { charWidth, textWidth } from './width.ts'

/** Text of one look: bold, a colour, or plain. */
export interface Span {
  text: string
  paint: (text: string) => string
}

/** What is kept on one line: a word, or one wide character, of which a language without blanks is made. */
interface Word extends Span {
  width: number
  /** A blank stands before it. */
  apart: boolean
}

/** Sets spans as a paragraph of lines of at most so many columns. `\n` in a span ends a line. */
export const wrap = (spans: readonly Span[], columns: number): string[] => {
  const lines: string[] = []
  let line = ''
  let width = 0
  const end = (): void => {
    lines.push(line)
    line = ''
    width = 0
  }
  for (const group of groupsOf(spans)) {
    if (group === 'end') {
      end()
      continue
    }
    const groupWidth = group.reduce((sum, word) => sum + word.width, 0)
    const blank = group[0]!.apart && width > 0 ? 1 : 0
    if (width > 0 && width + blank + groupWidth > columns) end()
    else if (blank) line += ' '
    width += (width > 0 ? blank : 0) + groupWidth
    for (const word of group) line += word.paint(word.text)
  }
  if (line !== '') end()
  return lines
}

/** A sentence behind a mark, its further lines set in below it. */
export const hang = (
  mark: string,
  text: string,
  columns: number,
  paint: Span['paint'] = String,
): string[] => {
  const indent = textWidth(plain(mark)) + 1
  const lines = wrap([{ text, paint }], columns - 1 - indent)
  return lines.map((line, index) => (index === 0 ? `${mark} ` : ' '.repeat(indent)) + line)
}

/** Words that no blank parts stay together, whatever they look like: `code`, then a comma. */
function* groupsOf(spans: readonly Span[]): Generator<Word[] | 'end'> {
  let group: Word[] = []
  for (const word of wordsOf(spans)) {
    const wide = group.at(-1)
    const parts = word === 'end' || word.apart || (wide && isWide(wide) && isWide(word))
    if (parts && group.length > 0) {
      yield group
      group = []
    }
    if (word === 'end') yield 'end'
    else group.push(word)
  }
  if (group.length > 0) yield group
}

function* wordsOf(spans: readonly Span[]): Generator<Word | 'end'> {
  let apart = false
  for (const { text, paint } of spans) {
    for (const [part] of text.matchAll(/\n|[^\S\n]+|\S+/g)) {
      if (part === '\n') yield 'end'
      if (part.trim() === '') {
        apart = true
        continue
      }
      for (const piece of wordPieces(part)) {
        yield { text: piece, paint, width: textWidth(piece), apart }
        apart = false
      }
    }
  }
}

const wordPieces = (word: string): string[] => {
  const pieces: string[] = []
  let narrow = ''
  for (const char of word) {
    if (charWidth(char) < 2) {
      narrow += char
      continue
    }
    if (narrow) pieces.push(narrow)
    narrow = ''
    pieces.push(char)
  }
  if (narrow) pieces.push(narrow)
  return pieces
}

const isWide = ({ text }: Word): boolean => charWidth(String.fromCodePoint(text.codePointAt(0)!)) === 2
