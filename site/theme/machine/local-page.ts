import type { Reply } from '../../../runner/serve/messages.ts'
import type { Page } from '../../../runner/serve/page.ts'

/** A page as its own room knows it: it is always there, and never too slow. */
export class LocalPage implements Page {
  readonly isThere = true
  readonly #post: (json: string) => void

  constructor(post: (json: string) => void) {
    this.#post = post
  }

  send(reply: Reply): void {
    this.sendText(JSON.stringify(reply))
  }

  sendText(json: string): void {
    this.#post(json)
  }

  drop(): void {}
}
