/** Who is let in: nobody who came by another name, from another site, or without the token. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { networkInterfaces } from 'node:os'

/** What a request says of where it comes from. */
export interface Caller {
  host: string | undefined
  origin: string | undefined
  cookie: string | undefined
  /** A browser always tells a WebSocket's origin. */
  isSocket: boolean
}

export type Verdict = 'welcome' | 'host' | 'origin' | 'token'

export interface GuardOptions {
  token: string
  /** The address that is listened on, and the port. */
  listen: string
  port: number
}

export class Guard {
  readonly #token: Buffer
  readonly #hosts: ReadonlySet<string>
  readonly #cookie: string
  readonly #value: string

  constructor({ token, listen, port }: GuardOptions) {
    this.#value = token
    this.#token = digest(token)
    this.#hosts = new Set(
      namesOf(listen).flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]),
    )
    // Cookies know no ports: two servers on this computer have one each.
    this.#cookie = `labwright-${port}`
  }

  judge({ host, origin, cookie, isSocket }: Caller): Verdict {
    // A name that leads here without being ours is how DNS rebinding begins.
    if (!host || !this.#hosts.has(host.toLowerCase())) return 'host'
    if (origin === undefined ? isSocket : origin.toLowerCase() !== `http://${host.toLowerCase()}`)
      return 'origin'
    const mine = (cookie ?? '').split(';').map((part) => part.trim().split('='))
    return mine.some(([name, value = '']) => name === this.#cookie && this.isToken(value))
      ? 'welcome'
      : 'token'
  }

  /** Takes the same time whatever is wrong. */
  isToken(text: string): boolean {
    return timingSafeEqual(digest(text), this.#token)
  }

  /** `Set-Cookie` for who has shown the token. */
  get setCookie(): string {
    return `${this.#cookie}=${this.#value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000`
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** What may stand in an address for a server that listens there. */
const namesOf = (listen: string): string[] => {
  const loopback = ['127.0.0.1', 'localhost', '[::1]']
  if (!isEveryAddress(listen)) return [...loopback, bracketed(listen)]
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  return [...loopback, ...addresses.map(({ address }) => bracketed(address))]
}

export const isEveryAddress = (listen: string): boolean => ['0.0.0.0', '::'].includes(listen)

export const isLoopback = (listen: string): boolean => /^(127\.|localhost$|::1$)/.test(listen)

/** An address as it stands in a URL. */
export const bracketed = (address: string): string =>
  address.includes(':') ? `[${address.replace(/%.*/, '')}]` : address.toLowerCase()
