import type { Budget } from './budget.ts'
import type { PatternLine } from './expectation.ts'
import { isOfType } from './types.ts'

/**
 * The values that a name which stands several times in a line could have there: pieces of the line that come as
 * often as the name stands, are what its types say, from left to right, longest first.
 * @throws BudgetGone
 */
export function* likelyValues(
  pattern: PatternLine,
  name: string,
  line: string,
  budget: Budget,
): Generator<string> {
  const places = pattern.tokens.filter((token) => token.kind === 'name' && token.name === name)
  const types = new Set(places.map((token) => (token.kind === 'name' && token.type) || 'word'))
  const seen = new Set<string>()
  const longest = Math.floor(line.length / places.length)
  for (let from = 0; from < line.length; from++) {
    for (let to = Math.min(from + longest, line.length); to > from; to--) {
      budget.spend(2 + (line.length - to) / 64)
      const value = line.slice(from, to)
      if (seen.has(value) || !comesAgain(line, value, from, places.length)) continue
      budget.spend(10)
      seen.add(value)
      if ([...types].every((type) => isOfType(value, type))) yield value
    }
  }
  if ([...types].every((type) => type === '*')) yield ''
}

const comesAgain = (line: string, value: string, from: number, times: number): boolean => {
  let at = from
  for (let found = 0; found < times; found++) {
    at = line.indexOf(value, at)
    if (at === -1) return false
    at += value.length
  }
  return true
}
