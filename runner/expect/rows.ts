import { type Pair, type Stretch, stretchesBetween } from './alignment.ts'
import { type Expectation, hasGap } from './expectation.ts'
import type { Row } from './mismatch.ts'
import type { Output } from './output.ts'

/** How many lines of one kind in a row are told; a command may have printed a million. */
const MOST_IN_A_ROW = 100

/** A comparison as rows, from the pairs of printed lines and output lines, both in order. */
export const orderedRows = (expectation: Expectation, output: Output, pairs: readonly Pair[]): Row[] => {
  const whole = {
    patterns: { from: 0, to: expectation.lines.length },
    lines: { from: 0, to: output.length },
  }
  return stretchesBetween(pairs, whole).flatMap((stretch, index) => {
    const pair = pairs[index]
    const between = unpairedRows(expectation, output, stretch)
    return pair === undefined ? between : [...between, pairRow(expectation, output, pair)]
  })
}

/** The same where order says nothing: printed lines in their order, then the lines that are left over. */
export const unorderedRows = (
  expectation: Expectation,
  output: Output,
  pairs: readonly Pair[],
  left: readonly number[],
): Row[] => {
  const byPattern = new Map(pairs.map((pair) => [pair.pattern, pair]))
  const rows = expectation.lines.map((line, index): Row => {
    const pair = byPattern.get(index)
    return pair === undefined ? { kind: 'missing', expected: line.text } : pairRow(expectation, output, pair)
  })
  const free = expectation.gaps.some((_, index) => hasGap(expectation, index))
  return free ? [...rows, { kind: 'gap', lines: left.length }] : [...rows, ...extraRows(output, left)]
}

/** An output with nothing to compare it to. */
export const plainRows = (output: Output): Row[] => {
  const lines = Array.from({ length: Math.min(output.length, MOST_IN_A_ROW) }, (_, index) => index)
  const rows = lines.map((line): Row => ({ kind: 'same', came: output.at(line).raw }))
  return output.length > rows.length ? [...rows, { kind: 'cut', rows: output.length - rows.length }] : rows
}

const pairRow = (expectation: Expectation, output: Output, { pattern, line, same }: Pair): Row => {
  const came = output.at(line).raw
  return same ? { kind: 'same', came } : { kind: 'changed', expected: expectation.lines[pattern]!.text, came }
}

const unpairedRows = (expectation: Expectation, output: Output, { patterns, lines }: Stretch): Row[] => {
  const rows: Row[] = []
  let skipped = lines.to - lines.from
  let anyGap = false
  for (let index = patterns.from; index <= patterns.to; index++) {
    if (hasGap(expectation, index)) {
      rows.push({ kind: 'gap', lines: skipped })
      skipped = 0
      anyGap = true
    }
    const line = expectation.lines[index]
    if (line !== undefined && index < patterns.to) rows.push({ kind: 'missing', expected: line.text })
  }
  if (anyGap) return rows
  const extra = Array.from({ length: Math.min(skipped, MOST_IN_A_ROW + 1) }, (_, index) => lines.from + index)
  return [...rows, ...extraRows(output, extra, skipped)]
}

const extraRows = (output: Output, lines: readonly number[], count = lines.length): Row[] => {
  const rows = lines
    .slice(0, MOST_IN_A_ROW)
    .map((line): Row => ({ kind: 'extra', came: output.at(line).raw }))
  return count > rows.length ? [...rows, { kind: 'cut', rows: count - rows.length }] : rows
}
