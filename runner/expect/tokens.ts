/**
 * One printed line, taken apart: text, `{*}`, `{name}`, `{name:type}`, `{/regex/}`.
 * Braces that are none of these, `${…}` and `{{…}}` are text.
 */
import { type CaptureType, isCaptureType } from './types.ts'

interface Written {
  /** As it is written in the line. */
  source: string
  /** Where it starts in the line, from 0. */
  offset: number
}

export type Token = Written &
  (
    | { kind: 'text' }
    | { kind: 'any' }
    | { kind: 'name'; name: string; type: CaptureType | undefined }
    | { kind: 'regex'; regex: string }
  )

/** Braces that look like a placeholder and are none. */
export type Slip = Written & ({ kind: 'unknown-type'; type: string } | { kind: 'unclosed-regex' })

export interface Tokens {
  /** They join to the whole line; a slip is text in them. */
  tokens: Token[]
  slips: Slip[]
}

/** A placeholder's name; one with a dot in it is a fact of the machine. */
export const NAME = '[A-Za-z_][A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]+)*'

const NAMED = new RegExp(`\\{(${NAME})(?::([A-Za-z*][A-Za-z0-9*_-]*))?\\}`, 'y')

/** Takes a line apart. Takes time in proportion to its length. */
export const tokenise = (line: string): Tokens => {
  const tokens: Token[] = []
  const slips: Slip[] = []
  let textFrom = 0
  const add = (token: Token): number => {
    endText(token.offset)
    tokens.push(token)
    textFrom = token.offset + token.source.length
    return textFrom
  }
  const endText = (offset: number): void => {
    if (offset > textFrom)
      tokens.push({ kind: 'text', source: line.slice(textFrom, offset), offset: textFrom })
  }

  const foreignEnd = foreignBraces(line)
  let at = line.indexOf('{')
  while (at !== -1) {
    const offset = at
    const foreign = foreignEnd(at)
    if (foreign !== undefined) {
      at = foreign
    } else if (line.startsWith('{*}', at)) {
      at = add({ kind: 'any', source: '{*}', offset })
    } else if (line[at + 1] === '/') {
      const end = endOfRegex(line, at + 2)
      if (end === undefined) {
        slips.push({ kind: 'unclosed-regex', source: line.slice(at), offset })
        break
      }
      at = add({ kind: 'regex', regex: line.slice(at + 2, end - 2), source: line.slice(at, end), offset })
    } else {
      NAMED.lastIndex = at
      const [source, name, type] = NAMED.exec(line) ?? []
      if (source === undefined || name === undefined) {
        at++
      } else if (type !== undefined && !isCaptureType(type)) {
        slips.push({ kind: 'unknown-type', type, source, offset })
        at += source.length
      } else {
        at = add({ kind: 'name', name, type, source, offset })
      }
    }
    at = line.indexOf('{', at)
  }
  endText(line.length)
  return { tokens, slips }
}

/**
 * Says where the shell's `${…}` or Go's `{{…}}` ends whose first brace stands at an offset; undefined where none does.
 * One that is never closed ends after its opening.
 */
export const foreignBraces = (text: string): ((at: number) => number | undefined) => {
  // Known beforehand, so that many openings without an end are not each searched to the end of the text.
  const lastBrace = text.lastIndexOf('}')
  const lastPair = text.lastIndexOf('}}')
  return (at) => {
    if (text[at - 1] === '$') return lastBrace > at ? text.indexOf('}', at) + 1 : at + 1
    if (text[at + 1] === '{') return lastPair > at + 1 ? text.indexOf('}}', at + 2) + 2 : at + 2
    return undefined
  }
}

/** The offset after the first `/}` whose slash is not escaped. */
const endOfRegex = (line: string, from: number): number | undefined => {
  for (let at = from; at < line.length - 1; at++) {
    if (line[at] === '\\') at++
    else if (line[at] === '/' && line[at + 1] === '}') return at + 2
  }
  return undefined
}
