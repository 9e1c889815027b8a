/** Does something for a key so many milliseconds after it was noted: once, however often it was noted meanwhile. */
export class Later<Key> implements Disposable {
  readonly #ms: number
  readonly #run: (key: Key) => void
  readonly #timers = new Map<Key, ReturnType<typeof setTimeout>>()

  constructor(ms: number, run: (key: Key) => void) {
    this.#ms = ms
    this.#run = run
  }

  note(key: Key): void {
    if (this.#timers.has(key)) return
    const run = (): void => {
      this.#timers.delete(key)
      this.#run(key)
    }
    this.#timers.set(key, setTimeout(run, this.#ms))
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }
}
