/** New printed lines for `--update`: what came, with every placeholder and `...` that still holds. */
import { align, gapIn, stretchesBetween } from './alignment.ts'
import { flatten } from './blanks.ts'
import { MATCH_BUDGET, withinBudget } from './budget.ts'
import { type CompileOptions, compile } from './compile.ts'
import { type Expectation, hasGap, type PatternLine } from './expectation.ts'
import { find } from './find.ts'
import type { Bindings, ReadLine } from './line.ts'
import { type Output, type OutputLine, splitOutput } from './output.ts'
import { quoteLine } from './quote.ts'
import { rewriteLine } from './rewrite-line.ts'
import { type Search, searchFor } from './search.ts'
import { nearestOf, shapeOf } from './similarity.ts'
import { bestInAnyOrder, filledLines } from './unordered.ts'

/**
 * The lines to print under a command instead, so that they match what came. Where they match already they stay as
 * they are; written twice they don't change again. Throws nothing.
 */
export const rewrite = (expectation: Expectation, came: string, variables: Bindings): string[] => {
  const output = splitOutput(came)
  const printed = expectation.printed.map(({ text }) => text)
  if (find(expectation, output, variables).bindings !== undefined) return printed

  const search = searchFor(expectation, output, variables, MATCH_BUDGET)
  const lines = withinBudget(() => (expectation.unordered ? inAnyOrder(search) : inOrder(search)))
  const blankEnd = printed.slice(printed.findLastIndex((text) => flatten(text) !== '') + 1)
  const holds = lines !== undefined && matches(lines, expectation, output, variables)
  return [...(holds ? lines : quoteAll(output)), ...blankEnd]
}

const inOrder = (search: Search): string[] => {
  const { expectation, output, bindings, read } = search
  const whole = {
    patterns: { from: 0, to: expectation.lines.length },
    lines: { from: 0, to: output.length },
  }
  const pairs = align(search, whole)
  // A `...` alone would match whatever comes: then it is better to show what came.
  if (pairs.length === 0) return quoteAll(output)

  const keep = lineKeeper(bindings, read)
  return stretchesBetween(pairs, whole).flatMap((stretch, index) => {
    const { patterns, lines } = stretch
    const gap = expectation.gaps.slice(patterns.from, patterns.to + 1).find((gap) => gap !== undefined)
    const between = gapIn(expectation, stretch) ? [] : quoteAll(output, lines.from, lines.to)
    const pair = pairs[index]
    return [
      ...(gap === undefined ? between : [gap.text]),
      ...(pair === undefined ? [] : [keep(expectation.lines[pair.pattern]!, output.at(pair.line))]),
    ]
  })
}

const inAnyOrder = (search: Search): string[] => {
  const { expectation, output, bindings, read } = search
  const { taken } = bestInAnyOrder(search)
  const used = new Set(taken)
  const left = new Map(
    filledLines(output).flatMap((line) => (used.has(line) ? [] : [[line, shapeOf(output.at(line).flat)]])),
  )
  const keep = lineKeeper(bindings, read)
  const result: string[] = []
  for (const [index, pattern] of expectation.lines.entries()) {
    const gap = expectation.gaps[index]
    if (gap !== undefined) result.push(gap.text)
    const line = taken[index] ?? nearestOf(pattern.tokens, bindings, left)
    if (line === undefined) continue
    left.delete(line)
    result.push(keep(pattern, output.at(line)))
  }
  const free = expectation.gaps.some((_, index) => hasGap(expectation, index))
  const rest = free ? [] : [...left.keys()].map((line) => quoteLine(output.at(line).text))
  const end = expectation.gaps.at(-1)
  return [...result, ...rest, ...(end === undefined ? [] : [end.text])]
}

/**
 * Writes one line after another: as it was printed where that still matches, given what the lines before it captured;
 * else with what placeholders still hold; else as it came.
 */
const lineKeeper = (variables: Bindings, read: ReadLine) => {
  const bindings = new Map(variables)
  const reads = (pattern: PatternLine, line: OutputLine): boolean => {
    const captured = read(pattern, line, bindings)
    for (const [name, value] of captured ?? []) bindings.set(name, value)
    return captured !== undefined
  }
  return (pattern: PatternLine, line: OutputLine): string => {
    if (reads(pattern, line)) return pattern.text
    const text = rewriteLine(pattern, line, bindings)
    const rewritten = text === undefined ? undefined : compileTexts([text])?.lines[0]
    return rewritten !== undefined && reads(rewritten, line) ? rewritten.text : quoteLine(line.text)
  }
}

const quoteAll = (output: Output, from = 0, to = output.length): string[] =>
  Array.from({ length: to - from }, (_, index) => quoteLine(output.at(from + index).text))

const matches = (
  lines: readonly string[],
  { unordered, open }: Expectation,
  output: Output,
  variables: Bindings,
): boolean => {
  const expectation = compileTexts(lines, { unordered, background: open })
  return expectation !== undefined && find(expectation, output, variables).bindings !== undefined
}

const compileTexts = (
  texts: readonly string[],
  options: CompileOptions = { unordered: false },
): Expectation | undefined => {
  const compiled = compile(
    texts.map((text, index) => ({ text, position: { line: index + 1, column: 1 } })),
    options,
  )
  return compiled.ok ? compiled.expectation : undefined
}
