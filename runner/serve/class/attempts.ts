import { TokenBucket } from '../token-bucket.ts'

/** Wrong guesses at once, and those in a second that are let through for long. */
const AT_ONCE = 12
const PER_SECOND = 1 / 10
/** Addresses that are remembered. */
const REMEMBERED = 10_000

/** Slows guessing: each address may be wrong so often, and what is right costs nothing. */
export class Attempts {
  readonly #buckets = new Map<string, TokenBucket>()
  readonly #now: (() => number) | undefined

  /** @param now milliseconds */
  constructor(now?: () => number) {
    this.#now = now
  }

  /** Whether an address has been wrong too often: whatever it says now is not looked at. */
  isSlowed(address: string): boolean {
    const bucket = this.#buckets.get(networkOf(address))
    if (!bucket?.take(1)) return bucket !== undefined
    bucket.giveBack(1)
    return false
  }

  wrong(address: string): void {
    const network = networkOf(address)
    const bucket = this.#buckets.get(network) ?? new TokenBucket(AT_ONCE, PER_SECOND, this.#now)
    bucket.take(1)
    // Last known stands last.
    this.#buckets.delete(network)
    this.#buckets.set(network, bucket)
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= REMEMBERED) break
      this.#buckets.delete(oldest)
    }
  }
}

/** Whoever has one IPv6 address has the 2^64 of its network. Source: RFC 4291, section 2.5.4. */
const networkOf = (address: string): string => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.split('::')
  const [before, after] = [head, tail].map((part) => part.split(':').filter(Boolean)) as [string[], string[]]
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}
