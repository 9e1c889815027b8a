/** Who is let in: nobody who came by another name, from another site, or without the token. */
import { isSame } from '../class/secrets.ts'
import { cookieValues, secretCookie } from './cookies.ts'
import { type Caller, type OriginOptions, Origins } from './origins.ts'

export type Verdict = 'welcome' | 'host' | 'origin' | 'token'

export class Guard {
  readonly #token: string
  readonly #origins: Origins
  readonly #cookie: string

  constructor({ token, ...options }: OriginOptions & { token: string }) {
    this.#token = token
    this.#origins = new Origins(options)
    // Cookies know no ports: two servers on this computer have one each.
    this.#cookie = `labwright-${options.port}`
  }

  judge(caller: Caller): Verdict {
    const origin = this.#origins.judge(caller)
    if (origin !== 'own') return origin
    const mine = cookieValues(caller.cookie, this.#cookie)
    return mine.some((value) => this.isToken(value)) ? 'welcome' : 'token'
  }

  isToken(text: string): boolean {
    return isSame(text, this.#token)
  }

  /** `Set-Cookie` for who has shown the token. */
  get setCookie(): string {
    return secretCookie(this.#cookie, this.#token, false)
  }
}
