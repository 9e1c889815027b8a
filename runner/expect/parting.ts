import { RE2JS } from 're2js'
import type { PatternLine } from './expectation.ts'
import type { Bindings } from './line.ts'
import type { OutputLine } from './output.ts'
import { atomsOf, regexOf } from './source.ts'
import type { Token } from './tokens.ts'

/** How far into a line it is looked. */
const WIDTH = 1_000
/** A longer expression is not even tried: saying where it parts is not worth the wait. */
const LONGEST_EXPRESSION = 20_000

/**
 * Where a line of output parts from a printed line: the longest beginning of the pattern that is a beginning of the
 * line, and how far it goes in both. Undefined where a fact in it is unknown.
 * @returns offsets from 0, into the printed text and into the output line
 */
export const partingOf = (
  pattern: PatternLine,
  line: OutputLine,
  bindings: Bindings,
): { expected: number; nearest: number } | undefined => {
  const pieces = piecesOf(pattern.tokens, bindings)
  const text = line.raw.slice(0, WIDTH)

  const endOf = (count: number): number | undefined => {
    const atoms = atomsOf(pieces.slice(0, count), bindings)
    if (atoms === undefined) return undefined
    const { source } = regexOf(atoms, true)
    if (source.length > LONGEST_EXPRESSION) return undefined
    const matcher = RE2JS.compile(source).matcher(text)
    return matcher.lookingAt() ? matcher.end() : undefined
  }

  // What is true of a beginning is true of all shorter ones.
  let held = 0
  let refused = pieces.length + 1
  let end = endOf(0)
  while (refused - held > 1) {
    const middle = (held + refused) >> 1
    const reached = endOf(middle)
    if (reached === undefined) refused = middle
    else {
      held = middle
      end = reached
    }
  }
  if (end === undefined) return undefined
  const blanks = /^[ \t]$/.test(pieces[held - 1]?.source ?? '') ? text.slice(end).search(/[^ \t]|$/) : 0
  return { expected: pieces[held]?.offset ?? pattern.text.trimEnd().length, nearest: end + blanks }
}

/** The tokens with text cut into characters, and known values as text. */
const piecesOf = (tokens: readonly Token[], bindings: Bindings): Token[] =>
  tokens.flatMap((token) => piecesOfToken(token, bindings)).slice(0, WIDTH)

const piecesOfToken = (token: Token, bindings: Bindings): Token[] => {
  const value = token.kind === 'name' ? bindings.get(token.name) : undefined
  if (token.kind !== 'text' && value === undefined) return [token]
  let { offset } = token
  return Array.from(value ?? token.source, (source): Token => {
    const piece: Token = { kind: 'text', source, offset }
    if (value === undefined) offset += source.length
    return piece
  })
}
