/** Short texts are put together up to this, so that a terminal that prints by the character costs no more. */
const CHUNK = 4096

/** What a terminal printed last. Offsets count characters (UTF-16 units) from the first one ever. */
export class Scrollback {
  readonly #limit: number
  #chunks: string[] = []
  #start = 0
  #end = 0

  /** @param limit characters that are kept */
  constructor(limit: number) {
    this.#limit = limit
  }

  get end(): number {
    return this.#end
  }

  push(data: string): void {
    const text = data.slice(-this.#limit)
    const last = this.#chunks.at(-1)
    if (last !== undefined && last.length + text.length <= CHUNK)
      this.#chunks[this.#chunks.length - 1] += text
    else this.#chunks.push(text)
    this.#end += data.length
    if (text.length < data.length) {
      this.#chunks = [text]
      this.#start = this.#end - text.length
    }
    while (this.#end - this.#start > this.#limit) this.#start += this.#chunks.shift()!.length
  }

  /** What came from an offset on, or from the oldest on that is there. An offset that is yet to come is of another count. */
  since(offset: number): { from: number; data: string } {
    const from = offset > this.#end ? this.#start : Math.max(offset, this.#start)
    const parts: string[] = []
    let begin = this.#end
    for (let index = this.#chunks.length - 1; index >= 0 && begin > from; index--) {
      const chunk = this.#chunks[index]!
      begin -= chunk.length
      parts.unshift(begin >= from ? chunk : chunk.slice(from - begin))
    }
    return { from, data: parts.join('') }
  }
}
