/**
 * The known word that was probably meant, for "did you mean …?".
 * Undefined when none is near: one slip in a short word, two in a word of six letters or more.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const candidate of known) {
    const slips = distance(word.toLowerCase(), candidate.toLowerCase())
    const allowed = Math.max(word.length, candidate.length) > 5 ? 2 : 1
    if (slips <= allowed && slips < least) {
      best = candidate
      least = slips
    }
  }
  return best
}

/** Letters to insert, drop, change, or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Number.POSITIVE_INFINITY
  let older: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, older[j - 2]! + 1)
      row.push(cost)
    }
    older = previous
    previous = row
  }
  return previous[b.length]!
}
