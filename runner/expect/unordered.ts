/**
 * The lines of an expectation in any order: each one takes an output line of its own.
 *
 * Names that stand in several lines are given values first, from the lines that they can be read from; with those
 * fixed, whether a line takes an output line depends on nothing else, and a bipartite matching decides. Without such
 * names that takes polynomial time; with them the budget is what ends it.
 */
import { hasGap, type PatternLine } from './expectation.ts'
import type { Bindings } from './line.ts'
import type { Output } from './output.ts'
import { pairUp } from './pairing.ts'
import type { Search } from './search.ts'
import { literalText } from './source.ts'

export interface Assignment {
  /** For each line of the expectation the output line that it took, if it got one. */
  taken: readonly (number | undefined)[]
  bindings: Bindings
}

/**
 * Gives every line an output line, and where there is no `...` every output line a line; undefined if that can't be.
 * @throws BudgetGone
 */
export const findInAnyOrder = (task: Search): Assignment | undefined => {
  const { expectation, output, read } = task
  const { lines } = expectation
  const indices = filledLines(output)
  const free = expectation.gaps.some((_, index) => hasGap(expectation, index))
  if (free ? indices.length < lines.length : indices.length !== lines.length) return undefined
  const shared = sharedNames(lines, task.bindings)

  const search = (bindings: Bindings): Assignment | undefined => {
    const line = lines.find((line) => !isFixed(line, shared, bindings))
    if (line === undefined) {
      const taken = pairLines({ ...task, bindings }, indices)
      return taken.includes(undefined)
        ? undefined
        : { taken, bindings: bindAll({ ...task, bindings }, taken) }
    }
    const tried = new Set<string>()
    for (const index of indices) {
      const bound = new Map(bindings)
      for (const [name, value] of read(line, output.at(index), bindings) ?? []) {
        if (shared.has(name)) bound.set(name, value)
      }
      const key = JSON.stringify([...bound])
      if (bound.size === bindings.size || tried.has(key)) continue
      tried.add(key)
      const isHopeless = (other: PatternLine): boolean =>
        isFixed(other, shared, bound) && !indices.some((index) => read(other, output.at(index), bound))
      const found = lines.some(isHopeless) ? undefined : search(bound)
      if (found !== undefined) return found
    }
    return undefined
  }

  return search(task.bindings)
}

/**
 * An assignment that may leave lines out, to say with it what is missing.
 * @throws BudgetGone
 */
export const bestInAnyOrder = (task: Search): Assignment => {
  const { lines } = task.expectation
  const indices = filledLines(task.output)
  if (sharedNames(lines, task.bindings).size === 0) {
    const taken = pairLines(task, indices)
    return { taken, bindings: bindAll(task, taken) }
  }
  const bindings = new Map(task.bindings)
  const left = new Set(indices)
  const taken = lines.map((line) => {
    for (const index of left) {
      const captured = task.read(line, task.output.at(index), bindings)
      if (captured === undefined) continue
      for (const [name, value] of captured) bindings.set(name, value)
      left.delete(index)
      return index
    }
    return undefined
  })
  return { taken, bindings }
}

/** Blank lines have no place in an order, so they have none here. */
export const filledLines = (output: Output): number[] =>
  Array.from({ length: output.length }, (_, index) => index).filter((index) => output.at(index).raw !== '')

/** The names that stand in more than one line and are not known beforehand. */
const sharedNames = (lines: readonly PatternLine[], bindings: Bindings): ReadonlySet<string> => {
  const once = new Set<string>()
  const shared = new Set<string>()
  for (const name of lines.flatMap((line) => line.names)) {
    if (once.has(name) && !bindings.has(name)) shared.add(name)
    once.add(name)
  }
  return shared
}

/** Whether none of its shared names is without a value. */
const isFixed = (line: PatternLine, shared: ReadonlySet<string>, bindings: Bindings): boolean =>
  line.names.every((name) => !shared.has(name) || bindings.has(name))

const pairLines = ({ expectation, output, bindings, read, budget }: Search, indices: readonly number[]) => {
  const byText = new Map<string, number[]>()
  for (const index of indices.toReversed()) {
    const { flat } = output.at(index)
    const same = byText.get(flat)
    if (same === undefined) byText.set(flat, [index])
    else same.push(index)
  }
  // Lines without placeholders first: one equal output line is as good to them as another.
  const texts = expectation.lines.map((line) => literalText(line.tokens, bindings))
  const taken = texts.map((text) => (text === undefined ? undefined : byText.get(text)?.pop()))
  const used = new Set(taken)
  const left = indices.filter((index) => !used.has(index))
  const open = [...texts.keys()].filter((index) => texts[index] === undefined)
  const candidates = open.map((index) => {
    const line = expectation.lines[index]!
    return left.filter((at) => read(line, output.at(at), bindings) !== undefined)
  })
  for (const [at, partner] of pairUp(candidates, budget).entries()) taken[open[at]!] = partner
  return taken
}

const bindAll = ({ expectation, output, bindings, read }: Search, taken: Assignment['taken']): Bindings => {
  const bound = new Map(bindings)
  for (const [index, at] of taken.entries()) {
    if (at === undefined) continue
    const captured = read(expectation.lines[index]!, output.at(at), bindings) ?? []
    for (const [name, value] of captured) bound.set(name, value)
  }
  return bound
}
