/** Says why a match did not hold: from a failed search to a Mismatch. */
import { align, gapIn, type Pair, stretchesBetween } from './alignment.ts'
import { REASON_BUDGET, withinBudget } from './budget.ts'
import { type Expectation, isFact, type NameUse, type PatternLine } from './expectation.ts'
import type { Found } from './find.ts'
import type { Bindings } from './line.ts'
import type { Mismatch, MismatchKind, Row } from './mismatch.ts'
import { type Attempt, findInOrder } from './ordered.ts'
import type { Output } from './output.ts'
import { partingOf } from './parting.ts'
import { orderedRows, plainRows, unorderedRows } from './rows.ts'
import { type Search, searchFor } from './search.ts'
import { nearestOf, shapeOf } from './similarity.ts'
import { isOfType } from './types.ts'
import { bestInAnyOrder, filledLines } from './unordered.ts'

/** In any order, so many lines are compared with so many others to find the nearest. */
const MOST_SHAPES = 2_000
const MOST_NEAREST = 20

export interface Failure {
  expectation: Expectation
  output: Output
  variables: Bindings
  exit: Mismatch['exit']
  unknown: NameUse | undefined
  found: Found
}

/** What fell short, by index, before it is told. */
interface Finding {
  kind: MismatchKind
  pattern?: PatternLine | undefined
  line?: number | undefined
  bindings: Bindings
  rows: readonly Row[]
}

export const diagnose = (failure: Failure): Mismatch => {
  const { expectation, output, variables, exit, unknown } = failure
  const { kind, pattern, line, bindings, rows } = findingOf(failure)
  const parting =
    kind === 'line' && pattern && line !== undefined && partingOf(pattern, output.at(line), bindings)
  const wrongType = pattern && wrongTypeIn(pattern, bindings)
  const names = new Set(expectation.uses.map(({ name }) => name))
  const atEnd = kind === 'extra' ? expectation.printed.at(-1) : undefined
  return {
    ok: false,
    kind,
    position: unknown?.position ?? pattern?.position ?? atEnd?.position,
    ...(pattern && { expected: { text: pattern.text, position: pattern.position } }),
    ...(line !== undefined && { nearest: { text: output.at(line).raw, line: line + 1 } }),
    ...(parting && { parting }),
    captures: new Map([...bindings].filter(([name]) => names.has(name))),
    ...(wrongType && { wrongType }),
    rows,
    ...(exit && { exit }),
    ...(unknown && { unknown: { name: unknown.name, known: [...variables.keys()].filter(isFact).sort() } }),
  }
}

const findingOf = (failure: Failure): Finding => {
  const { expectation, output, variables: bindings, unknown } = failure
  if (failure.found.bindings !== undefined) return { kind: 'exit', bindings, rows: plainRows(output) }
  if (unknown !== undefined) {
    const pattern = expectation.lines.find(({ names }) => names.includes(unknown.name))
    return { kind: 'unknown', pattern, bindings, rows: plainRows(output) }
  }
  const search = searchFor(expectation, output, bindings, REASON_BUDGET)
  const finding = expectation.unordered
    ? unorderedFinding(search)
    : orderedFinding(search, furthestOf(search, failure.found.furthest))
  if (!failure.found.budgetGone) return finding
  return { ...finding, kind: 'budget', pattern: finding.pattern ?? expectation.lines.at(-1), line: undefined }
}

/** The attempt that tells most: as if more might follow, so that a line too many is not taken for one that is missing. */
const furthestOf = (search: Search, furthest: Attempt): Attempt => {
  let best = furthest
  const keep = (attempt: Attempt): void => {
    if (attempt.taken.length >= best.taken.length) best = attempt
  }
  const open = { ...search.expectation, open: true }
  return withinBudget(() => findInOrder({ ...search, expectation: open }, keep)) ?? best
}

const orderedFinding = ({ expectation, output }: Search, attempt: Attempt): Finding => {
  const { taken, bindings } = attempt
  const reached = taken.length
  const rest = {
    patterns: { from: reached, to: expectation.lines.length },
    lines: { from: (taken.at(-1) ?? -1) + 1, to: output.length },
  }
  const pairs: Pair[] = [
    ...taken.map((line, pattern) => ({ pattern, line, same: true })),
    ...align(searchFor(expectation, output, bindings, REASON_BUDGET), rest),
  ]
  const rows = orderedRows(expectation, output, pairs)
  const pattern = expectation.lines[reached]
  const pair = pairs[reached]?.pattern === reached ? pairs[reached] : undefined
  if (pattern === undefined || pair?.same) {
    return { kind: 'extra', pattern, line: rest.lines.from, bindings, rows }
  }
  if (pair !== undefined) return { kind: 'line', pattern, line: pair.line, bindings, rows }

  const [stretch = rest] = stretchesBetween(pairs.slice(reached), rest)
  const inItsPlace = stretch.lines.from < stretch.lines.to && !gapIn(expectation, stretch)
  if (inItsPlace) return { kind: 'line', pattern, line: stretch.lines.from, bindings, rows }
  return { kind: 'missing', pattern, bindings, rows }
}

const unorderedFinding = (search: Search): Finding => {
  const { expectation, output } = search
  const { taken, bindings } = withinBudget(() => bestInAnyOrder(search)) ?? {
    taken: [],
    bindings: search.bindings,
  }
  const used = new Set(taken)
  const left = new Set(filledLines(output).filter((line) => !used.has(line)))
  const shapes = new Map([...left].slice(0, MOST_SHAPES).map((line) => [line, shapeOf(output.at(line).flat)]))
  const pairs: Pair[] = []
  const short: Pick<Finding, 'kind' | 'pattern' | 'line'>[] = []
  for (const [index, pattern] of expectation.lines.entries()) {
    const line = taken[index]
    if (line !== undefined) {
      pairs.push({ pattern: index, line, same: true })
      continue
    }
    const near = short.length < MOST_NEAREST ? nearestOf(pattern.tokens, bindings, shapes) : undefined
    short.push({ kind: near === undefined ? 'missing' : 'line', pattern, line: near })
    if (near === undefined) continue
    pairs.push({ pattern: index, line: near, same: false })
    left.delete(near)
    shapes.delete(near)
  }
  const rows = unorderedRows(expectation, output, pairs, [...left])
  return { ...(short[0] ?? { kind: 'extra', line: [...left][0] }), bindings, rows }
}

const wrongTypeIn = (pattern: PatternLine, bindings: Bindings): Mismatch['wrongType'] => {
  for (const token of pattern.tokens) {
    if (token.kind !== 'name' || token.type === undefined) continue
    const { name, type } = token
    const value = bindings.get(name)
    if (value !== undefined && !isOfType(value, type)) return { name, value, type }
  }
  return undefined
}
