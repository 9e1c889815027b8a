import type { Loading } from './worker-messages.ts'

/** Milliseconds of loading before it can be said how long it takes. */
const SETTLED = 700
/** Milliseconds from one word on it to the next. */
const INTERVAL = 150

/** How far a download is: what was kept here counts at once, and tells nothing of how fast the rest comes. */
export class LoadingProgress {
  readonly #of: number
  readonly #tell: (loading: Loading) => void
  readonly #now: () => number
  #kept = 0
  #loaded = 0
  #begun: number | undefined
  #told = Number.NEGATIVE_INFINITY
  #isOver = false

  constructor(of: number, tell: (loading: Loading) => void, now: () => number = () => performance.now()) {
    this.#of = of
    this.#tell = tell
    this.#now = now
  }

  kept(bytes: number): void {
    this.#kept += bytes
    this.#say()
  }

  /** A download begins. */
  begins(): void {
    this.#begun ??= this.#now()
  }

  loaded(bytes: number): void {
    this.begins()
    this.#loaded += bytes
    this.#say()
  }

  #say(): void {
    // What comes later is read while the machine runs.
    if (this.#isOver) return
    const now = this.#now()
    const bytes = Math.min(this.#of, this.#kept + this.#loaded)
    this.#isOver = bytes === this.#of
    if (bytes < this.#of && now - this.#told < INTERVAL) return
    this.#told = now
    const seconds = this.#secondsLeft(bytes, now)
    this.#tell({ bytes, of: this.#of, ...(seconds === undefined ? {} : { seconds }) })
  }

  #secondsLeft(bytes: number, now: number): number | undefined {
    if (bytes === this.#of) return 0
    const time = now - (this.#begun ?? now)
    if (time < SETTLED || this.#loaded === 0) return undefined
    return Math.ceil(((this.#of - bytes) / this.#loaded) * (time / 1000))
  }
}
