/**
 * One printed line made to match a line of output that it does not match, with as many of its placeholders as still
 * hold: `State: {id:hex} running` and `State: 3f2a exited` make `State: {id:hex} exited`.
 */
import { RE2JS } from 're2js'
import { flatten, trimBlanks } from './blanks.ts'
import { isFact, type PatternLine } from './expectation.ts'
import type { Bindings } from './line.ts'
import type { OutputLine } from './output.ts'
import { composeLine, type Piece } from './quote.ts'
import { type Token, tokenise } from './tokens.ts'
import { isOfType, typeSource } from './types.ts'

/** A run of blanks, of letters or of digits, or one other character. */
const WORDS = /[ \t]+|[\p{L}_]+|\p{N}+|./gsu

/** Lines of more words than this are written as they came. */
const MOST_WORDS = 200

/** What the parts of a line are worth when they can stay. A placeholder is worth more than the words around it. */
const WORTH = { word: 2, sign: 1, blank: 0.3, placeholder: 4, any: 1.5 }
/** What a word costs that is new in the line, and one that a `{*}` takes. */
const COST = { written: 0.1, taken: 0.05 }

interface Part {
  token: Token
  /** What the part is worth at most. */
  worth: number
  /** Whether it may stand for this text. */
  accepts: (text: string) => boolean
  /** It may stand for blanks too, and for nothing. */
  wide: boolean
}

/** The line as it should be printed; it is still to be held against the output. Undefined where it is too long. */
export const rewriteLine = (
  pattern: PatternLine,
  line: OutputLine,
  bindings: Bindings,
): string | undefined => {
  const parts = partsOf(pattern, bindings)
  const words = line.raw.match(WORDS) ?? []
  if (parts.length > MOST_WORDS || words.length > MOST_WORDS) return undefined
  const indent = /^[ \t]*/.exec(pattern.text)?.[0] ?? ''
  return composeLine([{ text: indent }, ...piecesOf(parts, words, bestSteps(parts, words))])
}

const partsOf = (pattern: PatternLine, bindings: Bindings): Part[] => {
  const { tokens } = tokenise(trimBlanks(pattern.text))
  return tokens.flatMap((token): Part[] => {
    if (token.kind !== 'text') return [placeholderPart(token, bindings)]
    return (token.source.match(WORDS) ?? []).map((word) => ({
      token: { ...token, source: word },
      worth: /^[ \t]/.test(word) ? WORTH.blank : isWord(word) ? WORTH.word : WORTH.sign,
      accepts: (text) => text === word || (flatten(text) === '' && flatten(word) === ''),
      wide: false,
    }))
  })
}

const placeholderPart = (token: Exclude<Token, { kind: 'text' }>, bindings: Bindings): Part => {
  const { placeholder: worth } = WORTH
  if (token.kind === 'any') return { token, worth: WORTH.any, accepts: () => true, wide: true }
  if (token.kind === 'regex') {
    const regex = RE2JS.compile(token.regex)
    return { token, worth, accepts: (text) => regex.testExact(text), wide: true }
  }
  const { name, type } = token
  const value = bindings.get(name)
  if (value !== undefined) {
    const holds = type === undefined || isOfType(value, type)
    return { token, worth, accepts: (text) => holds && flatten(text) === flatten(value), wide: true }
  }
  if (isFact(name)) return { token, worth, accepts: () => false, wide: false }
  if (type === '*') return { token, worth: WORTH.any, accepts: () => true, wide: true }
  const regex = RE2JS.compile(typeSource(type ?? 'word'))
  return { token, worth, accepts: (text) => regex.testExact(text), wide: false }
}

/** What to do at a place in the table of parts and words: drop the part, write the word, or let the part take words. */
type Step = { drop: true } | { take: number } | undefined

/** The steps that keep what is worth most; `undefined` writes the word as it came. */
const bestSteps = (parts: readonly Part[], words: readonly string[]): Step[][] => {
  const steps: Step[][] = parts.map(() => [])
  let below = words.map((_, at) => -COST.written * (words.length - at)).concat(0)
  for (let index = parts.length - 1; index >= 0; index--) {
    const part = parts[index]!
    const values: number[] = new Array(words.length + 1)
    for (let at = words.length; at >= 0; at--) {
      let best = below[at]!
      let step: Step = { drop: true }
      if (at < words.length && values[at + 1]! - COST.written > best) {
        best = values[at + 1]! - COST.written
        step = undefined
      }
      for (const take of takes(parts, index, words, at)) {
        const cost = part.worth === WORTH.any ? COST.taken * take : 0
        const value = part.worth - cost + below[at + take]!
        if (value > best) {
          best = value
          step = { take }
        }
      }
      values[at] = best
      steps[index]![at] = step
    }
    below = values
  }
  return steps
}

const isWord = (text: string | undefined): boolean => text !== undefined && /[\p{L}\p{N}_]$/u.test(text)

/** Whether a part may end, or begin, in the middle of a word, next to this other one. */
const isGlued = (part: Part | undefined): boolean =>
  part !== undefined && (part.token.kind !== 'text' || isWord(part.token.source))

/** How many words from a place on a part could stand for. */
function* takes(
  parts: readonly Part[],
  index: number,
  words: readonly string[],
  at: number,
): Generator<number> {
  const part = parts[index]!
  const inWord = (at: number): boolean => isWord(words[at - 1]) && isWord(words[at])
  if (part.token.kind !== 'text' && inWord(at) && !isGlued(parts[index - 1])) return
  const endsAt = (at: number): boolean =>
    part.token.kind === 'text' || !inWord(at) || isGlued(parts[index + 1])
  let text = ''
  if (part.wide && part.accepts(text)) yield 0
  for (let take = 1; at + take <= words.length; take++) {
    const word = words[at + take - 1]!
    const first = take === 1 && part.token.kind === 'text'
    if (!part.wide && !first && flatten(word) === '') return
    text += word
    if (endsAt(at + take) && part.accepts(text)) yield take
    if (part.token.kind === 'text') return
  }
}

const piecesOf = (parts: readonly Part[], words: readonly string[], steps: readonly Step[][]): Piece[] => {
  const pieces: Piece[] = []
  let at = 0
  for (const [index, { token }] of parts.entries()) {
    while (at < words.length && steps[index]![at] === undefined) pieces.push({ text: words[at++]! })
    const step = steps[index]![at]
    if (step === undefined || 'drop' in step) continue
    pieces.push(token.kind === 'text' ? { text: token.source } : { placeholder: token.source })
    at += step.take
  }
  return [...pieces, ...words.slice(at).map((text) => ({ text }))]
}
