/** Thrown when a match has spent what it may; it never leaves `runner/expect`. */
export class BudgetGone extends Error {
  override readonly name = 'BudgetGone'
}

// One for all: to make an error costs more than most of what is paid for.
const GONE = new BudgetGone()

/** What a match may still spend. One unit is about 100 ns of work. */
export interface Budget {
  /** @throws BudgetGone when there is not so much left; asked before the work is done */
  spend(units: number): void
}

/** What one match may cost: about a second and a half. */
export const MATCH_BUDGET = 15_000_000

/** What may be spent, twice, on saying why something did not match. */
export const REASON_BUDGET = 3_000_000

export const budgetOf = (units: number): Budget => {
  let left = units
  return {
    spend(units) {
      left -= units
      if (left < 0) throw GONE
    },
  }
}

/** What some work comes to; undefined where the budget went first. */
export const withinBudget = <T>(work: () => T): T | undefined => {
  try {
    return work()
  } catch (error) {
    if (error instanceof BudgetGone) return undefined
    throw error
  }
}
