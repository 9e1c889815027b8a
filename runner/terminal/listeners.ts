/** Those who want to hear of one kind of thing. */
export class Listeners<T> {
  readonly #all = new Set<(value: T) => void>()

  get none(): boolean {
    return this.#all.size === 0
  }

  /** Returns what ends it. */
  add(listener: (value: T) => void): () => void {
    this.#all.add(listener)
    return () => this.#all.delete(listener)
  }

  tell(value: T): void {
    for (const listener of this.#all) listener(value)
  }
}
