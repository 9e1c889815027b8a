/** How many requests are remembered: far more than a page sends again after it lost its connection. */
const REMEMBERED = 500

/** Carries out each request that has an id once, however often it comes; all who ask are told the same. */
export class Once<T> {
  readonly #taken = new Map<string, Promise<T>>()

  take(id: string, carryOut: () => Promise<T>): Promise<T> {
    const before = this.#taken.get(id)
    if (before) return before
    const result = carryOut()
    this.#taken.set(id, result)
    for (const oldest of this.#taken.keys()) {
      if (this.#taken.size <= REMEMBERED) break
      this.#taken.delete(oldest)
    }
    return result
  }
}
