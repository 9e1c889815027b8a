/** Whose pages may speak to this server: its own, called by a name that is its own. */
import { networkInterfaces } from 'node:os'

/** What a request says of where it comes from. */
export interface Caller {
  host: string | undefined
  origin: string | undefined
  cookie: string | undefined
  /** What only this server's own pages may send: a browser always tells the origin of such. */
  needsOrigin: boolean
}

export interface OriginOptions {
  /** The address that is listened on, and the port. */
  listen: string
  port: number
  scheme?: 'http' | 'https'
  /** A name by which others call this computer. */
  host?: string | undefined
}

export class Origins {
  readonly #hosts: ReadonlySet<string>
  readonly #scheme: string

  constructor({ listen, port, scheme = 'http', host }: OriginOptions) {
    const usual = port === (scheme === 'http' ? 80 : 443)
    this.#hosts = new Set(
      [...namesOf(listen), ...(host ? [host.toLowerCase()] : [])].flatMap((name) => [
        `${name}:${port}`,
        ...(usual ? [name] : []),
      ]),
    )
    this.#scheme = scheme
  }

  judge({ host, origin, needsOrigin }: Omit<Caller, 'cookie'>): 'own' | 'host' | 'origin' {
    // A name that leads here without being ours is how DNS rebinding begins.
    if (!host || !this.#hosts.has(host.toLowerCase())) return 'host'
    const own =
      origin === undefined ? !needsOrigin : origin.toLowerCase() === `${this.#scheme}://${host.toLowerCase()}`
    return own ? 'own' : 'origin'
  }
}

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
