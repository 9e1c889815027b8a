/** The search for the lines holds against one that simply tries every way. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { capturesOf, matchText } from './lines.ts'

type Values = Record<string, string>

/** Words of a line against words that are printed, `{x}` and `{y}` among them. */
const readWords = (printed: string, line: string, values: Values): Values | undefined => {
  const patterns = printed.split(' ')
  const words = line.split(' ')
  if (patterns.length !== words.length) return undefined
  const bound = { ...values }
  for (const [index, pattern] of patterns.entries()) {
    const word = words[index]!
    if (pattern.startsWith('{')) bound[pattern] ??= word
    if ((bound[pattern] ?? pattern) !== word) return undefined
  }
  return bound
}

const holdsInOrder = (
  printed: readonly string[],
  output: readonly string[],
  values: Values = {},
): boolean => {
  const [pattern, ...more] = printed
  if (pattern === undefined) return output.length === 0
  if (pattern === '...')
    return (
      output.some((_, skip) => holdsInOrder(more, output.slice(skip), values)) ||
      holdsInOrder(more, [], values)
    )
  const [line, ...rest] = output
  const bound = line === undefined ? undefined : readWords(pattern, line, values)
  return bound !== undefined && holdsInOrder(more, rest, bound)
}

const holdsInAnyOrder = (
  printed: readonly string[],
  output: readonly string[],
  values: Values = {},
): boolean => {
  const lines = printed.filter((line) => line !== '...')
  const [pattern, ...more] = lines
  if (pattern === undefined) return output.length === 0 || lines.length < printed.length
  const gaps = printed.filter((line) => line === '...')
  return output.some((line, index) => {
    const bound = readWords(pattern, line, values)
    return bound !== undefined && holdsInAnyOrder([...more, ...gaps], output.toSpliced(index, 1), bound)
  })
}

const letter = fc.constantFrom('a', 'b', 'c')
const word = fc.oneof(letter, fc.constantFrom('{x}', '{y}'))
const lineOf = (unit: fc.Arbitrary<string>) =>
  fc.array(unit, { minLength: 1, maxLength: 2 }).map((words) => words.join(' '))
const printed = fc.array(fc.oneof(lineOf(word), lineOf(word), fc.constant('...')), {
  minLength: 1,
  maxLength: 6,
})
const output = fc.array(lineOf(letter), { maxLength: 7 })

it.each([
  ['in order', false, holdsInOrder],
  ['in any order', true, holdsInAnyOrder],
])('finds the lines %s where there is a way, and only there', (_, unordered, holds) => {
  fc.assert(
    fc.property(printed, output, (printed, output) => {
      const result = matchText(printed.join('\n'), output.join('\n'), {}, { unordered })
      expect(result.ok).toBe(holds(printed, output))
    }),
    { numRuns: 2_000 },
  )
})

it('finds a way again with the values that it captured', () => {
  fc.assert(
    fc.property(printed, output, fc.boolean(), (printed, output, unordered) => {
      const captures = capturesOf(printed.join('\n'), output.join('\n'), {}, { unordered })
      fc.pre(captures !== undefined)
      expect(capturesOf(printed.join('\n'), output.join('\n'), captures, { unordered })).toEqual({})
    }),
  )
})
