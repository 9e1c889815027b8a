/** Bytes of one stream that are kept; a script out of sight that prints more has lost its way. */
const MAX_OUTPUT = 16 * 2 ** 20

/** Keeps what a stream gives, up to a bound. */
export class BoundedText {
  readonly #chunks: Buffer[] = []
  #bytes = 0

  add(chunk: Buffer): void {
    if (this.#bytes < MAX_OUTPUT) this.#chunks.push(chunk.subarray(0, MAX_OUTPUT - this.#bytes))
    this.#bytes += chunk.length
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString()
  }
}
