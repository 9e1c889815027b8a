/** Bounds a rate, and lets short bursts through: what is taken flows back at a constant rate. */
export class TokenBucket {
  readonly #size: number
  readonly #perSecond: number
  readonly #now: () => number
  #tokens: number
  #at: number

  /** @param now milliseconds */
  constructor(size: number, perSecond: number, now: () => number = () => performance.now()) {
    this.#size = size
    this.#perSecond = perSecond
    this.#now = now
    this.#tokens = size
    this.#at = now()
  }

  /** Takes tokens; false where there are too few, and then none is taken. */
  take(count: number): boolean {
    const now = this.#now()
    this.#tokens = Math.min(this.#size, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond)
    this.#at = now
    if (this.#tokens < count) return false
    this.#tokens -= count
    return true
  }

  giveBack(count: number): void {
    this.#tokens = Math.min(this.#size, this.#tokens + count)
  }
}
