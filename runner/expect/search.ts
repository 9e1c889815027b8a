import { type Budget, budgetOf } from './budget.ts'
import type { Expectation } from './expectation.ts'
import { type Bindings, lineReader, type ReadLine } from './line.ts'
import type { Output } from './output.ts'

/** What a search for the lines of an expectation looks at, and what it may spend. */
export interface Search {
  expectation: Expectation
  output: Output
  /** The values known before. */
  bindings: Bindings
  read: ReadLine
  budget: Budget
}

/** @param units what the search may spend */
export const searchFor = (
  expectation: Expectation,
  output: Output,
  bindings: Bindings,
  units: number,
): Search => {
  const budget = budgetOf(units)
  return { expectation, output, bindings, read: lineReader(budget), budget }
}
