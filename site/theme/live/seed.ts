/** What gives this learner their values of `vary`, where no server does: it stays the same in this browser. */

const KEPT = 'labwright-seed'
let own: string | undefined

export function learnerSeed(): string {
  own ??= kept() ?? made()
  return own
}

function kept(): string | undefined {
  try {
    return localStorage.getItem(KEPT) ?? undefined
  } catch {
    return undefined
  }
}

function made(): string {
  const [number] = crypto.getRandomValues(new Uint32Array(1))
  const seed = number!.toString(16).padStart(8, '0')
  try {
    localStorage.setItem(KEPT, seed)
  } catch {} // A browser that keeps nothing: it lasts as long as the page.
  return seed
}
