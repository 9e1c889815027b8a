import type { Budget } from './budget.ts'

/**
 * Gives as many as possible a partner of their own (bipartite matching by augmenting paths).
 * @param candidates for each one, whom it may be paired with
 * @returns for each one its partner, undefined for those that got none
 * @throws BudgetGone
 */
export const pairUp = (
  candidates: readonly (readonly number[])[],
  budget: Budget,
): (number | undefined)[] => {
  const partnerOf: (number | undefined)[] = candidates.map(() => undefined)
  const takenBy = new Map<number, number>()

  const augment = (start: number): void => {
    const cameFrom = new Map<number, number>()
    const queue = [start]
    // The loop sees what is pushed while it runs.
    for (const one of queue) {
      for (const candidate of candidates[one]!) {
        budget.spend(1)
        if (cameFrom.has(candidate)) continue
        cameFrom.set(candidate, one)
        const owner = takenBy.get(candidate)
        if (owner === undefined) {
          handOver(candidate, cameFrom)
          return
        }
        queue.push(owner)
      }
    }
  }

  /** Along the path that ends at a free candidate each one takes the candidate it was reached by. */
  const handOver = (free: number, cameFrom: ReadonlyMap<number, number>): void => {
    let candidate: number | undefined = free
    while (candidate !== undefined) {
      const one: number = cameFrom.get(candidate)!
      const given: number | undefined = partnerOf[one]
      partnerOf[one] = candidate
      takenBy.set(candidate, one)
      candidate = given
    }
  }

  for (const one of candidates.keys()) augment(one)
  return partnerOf
}
