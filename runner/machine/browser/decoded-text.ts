/** Bytes that are kept; a script out of sight that prints more has lost its way. */
const MAX_OUTPUT = 16 * 2 ** 20

/** Text that comes in pieces, up to a bound. */
export class DecodedText {
  readonly #decoder = new TextDecoder()
  #text = ''
  #bytes = 0

  add(data: Uint8Array): void {
    if (this.#bytes < MAX_OUTPUT)
      this.#text += this.#decoder.decode(data.subarray(0, MAX_OUTPUT - this.#bytes), { stream: true })
    this.#bytes += data.length
  }

  text(): string {
    return this.#text + this.#decoder.decode()
  }
}
