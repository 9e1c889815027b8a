import { MATCH_BUDGET, withinBudget } from './budget.ts'
import type { Expectation } from './expectation.ts'
import type { Bindings } from './line.ts'
import { type Attempt, findInOrder } from './ordered.ts'
import type { Output } from './output.ts'
import { searchFor } from './search.ts'
import { findInAnyOrder } from './unordered.ts'

/** What the search for all lines of an expectation came to. */
export interface Found {
  /** All values known then; undefined where the lines were not found. */
  bindings: Bindings | undefined
  /** Not found, since the search cost too much. */
  budgetGone: boolean
  /** How far it came, in order. */
  furthest: Attempt
}

/** Looks for all lines of an expectation, within the budget of a match. */
export const find = (expectation: Expectation, output: Output, variables: Bindings): Found => {
  let furthest: Attempt = { taken: [], bindings: variables }
  if (!expectation.compared) return { bindings: variables, budgetGone: false, furthest }
  const search = searchFor(expectation, output, variables, MATCH_BUDGET)
  const keep = (attempt: Attempt): void => {
    furthest = attempt
  }
  const found = withinBudget(() => ({
    attempt: expectation.unordered ? findInAnyOrder(search) : findInOrder(search, keep),
  }))
  return { bindings: found?.attempt?.bindings, budgetGone: found === undefined, furthest }
}
