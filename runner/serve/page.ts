import type { Reply } from './messages.ts'

/** A page that watches a lab, as its room knows it. */
export interface Page {
  /** It is connected. */
  readonly isThere: boolean
  send(reply: Reply): void
  /** Sends what has been written as JSON once for many. */
  sendText(json: string): void
  /** Ends the connection with a page that does not keep up; it may come back. */
  drop(why: string): void
}
