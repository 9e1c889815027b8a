/** Milliseconds before the end at which it is told, at most; a fifth of the time where that is less. */
const WARNING = 2 * 60_000
/** Milliseconds that a timer can wait: 31 bits. */
const LONGEST = 2 ** 31 - 1

export interface IdleListener {
  /** `stopsAt` differs. */
  changed(): void
  /** Nobody did anything for too long. */
  idle(): void
}

/** Tells when nobody has done anything for a while, and shortly before. It runs from its making on. */
export class IdleClock implements Disposable {
  readonly #limit: number
  readonly #listener: IdleListener
  #last = Date.now()
  #stopsAt: number | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param limit milliseconds */
  constructor(limit: number, listener: IdleListener) {
    this.#limit = limit
    this.#listener = listener
    this.#look()
  }

  /** Milliseconds since 1970; undefined while there is time enough. */
  get stopsAt(): number | undefined {
    return this.#stopsAt
  }

  /** Somebody did something. */
  touch(): void {
    this.#last = Date.now()
    if (this.#stopsAt === undefined) return
    clearTimeout(this.#timer)
    this.#stopsAt = undefined
    this.#look()
    this.#listener.changed()
  }

  /** Looks again when it is to be told, or to end; a computer that slept finds itself late, and tells first. */
  #look(): void {
    const end = this.#last + this.#limit
    const ahead = Math.min(WARNING, this.#limit / 5)
    const now = Date.now()
    if (this.#stopsAt === undefined && now >= end - ahead) {
      this.#stopsAt = now + ahead
      this.#listener.changed()
    }
    const next = this.#stopsAt ?? end - ahead
    if (now < next) this.#timer = setTimeout(() => this.#look(), Math.min(next - now, LONGEST))
    else this.#listener.idle()
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
  }
}
