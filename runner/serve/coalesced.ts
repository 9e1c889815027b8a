/** Work that is asked for often and done seldom: at most once in a while, and always once more after it was last asked for. */
export class Coalesced implements Disposable {
  readonly #interval: number
  readonly #work: () => void | Promise<void>
  #timer: NodeJS.Timeout | undefined
  #asked = false
  #busy = false
  #last = Number.NEGATIVE_INFINITY
  #over = false

  /**
   * @param interval milliseconds from one beginning to the next, at least; work that takes longer is never done twice at once
   * @param work must not throw
   */
  constructor(interval: number, work: () => void | Promise<void>) {
    this.#interval = interval
    this.#work = work
  }

  ask(): void {
    this.#asked = true
    if (this.#timer || this.#busy || this.#over) return
    const wait = Math.max(0, this.#last + this.#interval - performance.now())
    this.#timer = setTimeout(() => void this.#do(), wait)
  }

  async #do(): Promise<void> {
    this.#timer = undefined
    this.#asked = false
    this.#busy = true
    this.#last = performance.now()
    await this.#work()
    this.#busy = false
    if (this.#asked) this.ask()
  }

  [Symbol.dispose](): void {
    this.#over = true
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
