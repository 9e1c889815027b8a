import type { Reply } from './messages.ts'

/** A page that is connected, as the place knows it that it is connected to. */
export interface Page<R = Reply> {
  /** It is connected. */
  readonly isThere: boolean
  send(reply: R): void
  /** Sends what has been written as JSON once for many. */
  sendText(json: string): void
  /** Ends the connection with a page that does not keep up; it may come back. */
  drop(why: string): void
}

/** What pages are connected to: a lab, or a class. */
export interface Place<Q, R> {
  join(page: Page<R>): void
  leave(page: Page<R>): void
  /**
   * Carries out what a page asks for.
   * @returns how many characters the page has shown since it last said so, where it says that
   */
  take(page: Page<R>, request: Q): number
}
