/** Work that is asked for often and done seldom: at most once in a while, and always once more after it was last asked for. */
export class Coalesced implements Disposable {
  readonly #interval: number
  readonly #work: () => void | Promise<void>
  readonly #rest: number
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = false
  #busy = false
  /** When it may be done next, at the earliest. */
  #next = Number.NEGATIVE_INFINITY
  #over = false

  /**
   * @param interval milliseconds from one beginning to the next, at least; work that takes longer is never done twice at once
   * @param work must not throw
   * @param rest how many times as long as the work took nothing is done after it: on a busy computer it is done seldom
   */
  constructor(interval: number, work: () => void | Promise<void>, rest = 0) {
    this.#interval = interval
    this.#work = work
    this.#rest = rest
  }

  ask(): void {
    this.#asked = true
    if (this.#timer || this.#busy || this.#over) return
    const wait = Math.max(0, this.#next - performance.now())
    this.#timer = setTimeout(() => void this.#do(), wait)
  }

  async #do(): Promise<void> {
    this.#timer = undefined
    this.#asked = false
    this.#busy = true
    const begun = performance.now()
    await this.#work()
    const ended = performance.now()
    this.#next = Math.max(begun + this.#interval, ended + this.#rest * (ended - begun))
    this.#busy = false
    if (this.#asked) this.ask()
  }

  [Symbol.dispose](): void {
    this.#over = true
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
