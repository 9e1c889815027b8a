/** Milliseconds after which what was held back is drawn all the same. */
const HELD = 3000
/** Characters that are not held back: the terminal on the machine must not wait for them. */
const ENOUGH = 64 * 1024

/** Where a stretch of output ends, and whether it was printed before the page had joined. */
export interface Place {
  replayed: boolean
  offset: number
}

/** Output on its way to a screen, held back while nobody sees that screen: drawing it would delay those that are seen. */
export class HeldOutput implements Disposable {
  readonly #draw: (data: string, place: Place) => void
  #data = ''
  #place: Place | undefined
  #isSeen = true
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(draw: (data: string, place: Place) => void) {
    this.#draw = draw
  }

  set isSeen(isSeen: boolean) {
    this.#isSeen = isSeen
    if (isSeen) this.flush()
  }

  push(data: string, place: Place): void {
    if (this.#place && this.#place.replayed !== place.replayed) this.flush()
    this.#data += data
    this.#place = place
    if (this.#isSeen || this.#data.length >= ENOUGH) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), HELD)
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const [data, place] = [this.#data, this.#place]
    this.#data = ''
    this.#place = undefined
    if (place) this.#draw(data, place)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
  }
}
