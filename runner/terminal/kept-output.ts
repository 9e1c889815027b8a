/** How many characters of one command's output are kept. */
const LIMIT = 32 * 1024 * 1024
/** Small chunks are gathered up to this, so that output that comes by the character costs no more. */
const CHUNK = 64 * 1024

/** Output as it comes in, bounded: the beginning and the end are kept, and a line says what is missing. */
export class KeptOutput {
  readonly #half: number
  #head = ''
  #tail: string[] = []
  #last = ''
  #tailLength = 0
  #dropped = 0

  constructor(limit = LIMIT) {
    this.#half = Math.floor(limit / 2)
  }

  push(text: string): void {
    const room = this.#half - this.#head.length
    if (room >= text.length) {
      this.#head += text
      return
    }
    this.#head += text.slice(0, room)
    this.#pushTail(text.slice(room))
  }

  #pushTail(text: string): void {
    this.#last += text
    this.#tailLength += text.length
    if (this.#last.length < Math.min(CHUNK, this.#half)) return
    this.#tail.push(this.#last)
    this.#last = ''
    while (this.#tail[0] !== undefined && this.#tailLength - this.#tail[0].length >= this.#half) {
      this.#dropped += this.#tail[0].length
      this.#tailLength -= this.#tail[0].length
      this.#tail.shift()
    }
  }

  /** What was kept, raw. */
  toString(): string {
    const missing = this.#dropped ? `\n[… ${this.#dropped} characters of output dropped …]\n` : ''
    return this.#head + missing + this.#tail.join('') + this.#last
  }
}
