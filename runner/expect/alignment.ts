/** Which of the printed lines stands for which line of the output, when not all of them match. */
import { withinBudget } from './budget.ts'
import { type Expectation, hasGap } from './expectation.ts'
import type { Search } from './search.ts'
import { type Shape, SIMILAR, shapeOf, shapeOfPattern, similarity } from './similarity.ts'

/** A printed line and its output line, both by index. */
export interface Pair {
  pattern: number
  line: number
  /** The line matches; otherwise it is only the nearest one. */
  same: boolean
}

/** A stretch of printed lines and of output lines, each from `from` to before `to`. */
export interface Stretch {
  patterns: { from: number; to: number }
  lines: { from: number; to: number }
}

/** Whether a printed line matches an output line. */
type Matches = (pattern: number, line: number) => boolean

const MOST_EXACT_CELLS = 1_000_000
const MOST_NEAR_CELLS = 40_000

/**
 * The best alignment of a stretch, in order: as many matching lines as can be, and between them the lines that
 * are near one another. Where the budget goes, what is left matches nothing.
 */
export const align = (search: Search, stretch: Stretch): Pair[] => {
  const { expectation, output, bindings, read } = search
  const matches: Matches = (pattern, line) =>
    withinBudget(() => read(expectation.lines[pattern]!, output.at(line), bindings)) !== undefined
  const weight = (pattern: number, line: number): number =>
    matches(pattern, line) ? 100 + Math.min(expectation.lines[pattern]!.text.length, 30) : 0

  const ends = alignEnds(expectation, stretch, matches)
  const middle = stretchesBetween(ends.before, stretch).at(-1)!
  middle.patterns.to -= ends.after.length
  middle.lines.to -= ends.after.length
  const path = bestPath(expectation, middle, MOST_EXACT_CELLS, weight)
  const same = [...ends.before, ...path.map((pair) => ({ ...pair, same: true })), ...ends.after]
  const near = stretchesBetween(same, stretch).flatMap((between) => alignNear(search, between))
  return [...same, ...near].sort((a, b) => a.pattern - b.pattern)
}

/** The lines that match from the first on and from the last back, up to a `...`: no table is needed for them. */
const alignEnds = (
  expectation: Expectation,
  { patterns, lines }: Stretch,
  matches: Matches,
): { before: Pair[]; after: Pair[] } => {
  const most = Math.min(patterns.to - patterns.from, lines.to - lines.from)
  const before: Pair[] = []
  for (let index = 0; index < most; index++) {
    const pair = { pattern: patterns.from + index, line: lines.from + index, same: true }
    if (hasGap(expectation, pair.pattern) || !matches(pair.pattern, pair.line)) break
    before.push(pair)
  }
  const after: Pair[] = []
  for (let index = 1; index <= most - before.length; index++) {
    const pair = { pattern: patterns.to - index, line: lines.to - index, same: true }
    if (hasGap(expectation, pair.pattern + 1) || !matches(pair.pattern, pair.line)) break
    after.unshift(pair)
  }
  return { before, after }
}

const alignNear = ({ expectation, output, bindings }: Search, stretch: Stretch): Pair[] => {
  const patterns = new Map<number, Shape>()
  const lines = new Map<number, Shape>()
  const weight = (pattern: number, line: number): number => {
    const one = patterns.get(pattern) ?? shapeOfPattern(expectation.lines[pattern]!.tokens, bindings)
    const other = lines.get(line) ?? shapeOf(output.at(line).flat)
    patterns.set(pattern, one)
    lines.set(line, other)
    const score = similarity(one, other)
    // What is skipped in vain costs 1, so the worst pair must be worth more.
    return score < SIMILAR ? 0 : 1 + score
  }
  return bestPath(expectation, stretch, MOST_NEAR_CELLS, weight).map((pair) => ({ ...pair, same: false }))
}

/** What lies between the pairs, before the first and after the last. */
export const stretchesBetween = (pairs: readonly Pair[], { patterns, lines }: Stretch): Stretch[] => {
  const ends = [...pairs, { pattern: patterns.to, line: lines.to }]
  return ends.map((end, index) => {
    const start = pairs[index - 1]
    return {
      patterns: { from: start ? start.pattern + 1 : patterns.from, to: end.pattern },
      lines: { from: start ? start.line + 1 : lines.from, to: end.line },
    }
  })
}

/** Whether a `...` stands in a stretch, its two ends included. */
export const gapIn = (expectation: Expectation, { patterns }: Stretch): boolean => {
  for (let index = patterns.from; index <= patterns.to; index++) if (hasGap(expectation, index)) return true
  return false
}

/** Steps on the way through a table of printed lines and output lines. */
const DROP = 0
const SKIP = 1
const PAIR = 2

/**
 * The way through the table that is worth most: a pair is worth its weight, an output line that is skipped where
 * no `...` stands costs 1. A table beyond `mostCells` is cut, at its start if only that has a `...`: what is cut off
 * stays unpaired.
 */
const bestPath = (
  expectation: Expectation,
  { patterns, lines }: Stretch,
  mostCells: number,
  weight: (pattern: number, line: number) => number,
): { pattern: number; line: number }[] => {
  const height = Math.min(patterns.to - patterns.from, Math.floor(Math.sqrt(mostCells)))
  const width = Math.min(lines.to - lines.from, Math.floor(mostCells / (height + 1)))
  if (height <= 0 || width <= 0) return []
  const fromEnd = hasGap(expectation, patterns.from) && !hasGap(expectation, patterns.to)
  const firstPattern = fromEnd ? patterns.to - height : patterns.from
  const firstLine = fromEnd ? lines.to - width : lines.from

  const steps = new Uint8Array((height + 1) * (width + 1))
  let above = new Float64Array(width + 1)
  for (let row = height; row >= 0; row--) {
    const skipCost = hasGap(expectation, firstPattern + row) ? 0 : 1
    const values = new Float64Array(width + 1)
    for (let column = width; column >= 0; column--) {
      let best = row < height ? above[column]! : 0
      let step = DROP
      if (row === height && column < width) best = Number.NEGATIVE_INFINITY
      if (column < width && values[column + 1]! - skipCost > best) {
        best = values[column + 1]! - skipCost
        step = SKIP
      }
      if (row < height && column < width) {
        const worth = weight(firstPattern + row, firstLine + column)
        if (worth > 0 && worth + above[column + 1]! >= best) {
          best = worth + above[column + 1]!
          step = PAIR
        }
      }
      values[column] = best
      steps[row * (width + 1) + column] = step
    }
    above = values
  }

  const path: { pattern: number; line: number }[] = []
  let row = 0
  let column = 0
  while (row < height || column < width) {
    const step = steps[row * (width + 1) + column]
    if (step === PAIR) path.push({ pattern: firstPattern + row, line: firstLine + column })
    if (step !== SKIP) row++
    if (step !== DROP) column++
  }
  return path
}
