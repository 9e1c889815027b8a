/** Bytes of one stream that are kept; a script out of sight that prints more has lost its way. */
const MAX_OUTPUT = 16 * 2 ** 20

/** Keeps what a stream gives, up to a bound. */
export class BoundedText {
  readonly #chunks: Uint8Array[] = []
  #bytes = 0

  add(chunk: Uint8Array): void {
    if (this.#bytes < MAX_OUTPUT) this.#chunks.push(chunk.subarray(0, MAX_OUTPUT - this.#bytes))
    this.#bytes += chunk.length
  }

  text(): string {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    const parts = this.#chunks.map((chunk) => decoder.decode(chunk, { stream: true }))
    return parts.join('') + decoder.decode()
  }
}
