/** One page's WebSocket: what it says is looked at before anything is done, and bounded in size and rate. */
import type { RawData, WebSocket } from 'ws'
import type { z } from 'zod'
import type { Refusal } from './messages.ts'
import type { Page, Place } from './page.ts'
import { TokenBucket } from './token-bucket.ts'

/** Bytes that may wait for a page that does not read; it is dropped then. */
const MAX_WAITING = 8 * 2 ** 20
/** Messages at once, and those in a second that are let through for long. A message counts more the longer it is. */
const BURST = 1000
const PER_SECOND = 250
const BYTES_PER_TOKEN = 8192
/** How many messages a page may get wrong. */
const MAX_FAULTS = 10
/** Characters of output that a page must have shown for saying so to be free. */
const WORTHWHILE = 8192
/** Milliseconds until a page that is dropped is cut off, whether it reads or not. */
const PATIENCE = 2000

/** Close codes. Source: RFC 6455, section 7.4.1, and IANA's WebSocket Close Code Number Registry. */
const POLICY_VIOLATION = 1008
const TRY_AGAIN_LATER = 1013

export class Connection<Q, R> implements Page<R> {
  readonly #socket: WebSocket
  readonly #requests: z.ZodType<Q>
  readonly #place: Place<Q, R>
  readonly #bucket = new TokenBucket(BURST, PER_SECOND)
  #faults = 0

  /**
   * Joins the place, and leaves it when the connection ends.
   * @param requests what may be asked for there
   */
  constructor(socket: WebSocket, requests: z.ZodType<Q>, place: Place<Q, R>) {
    this.#socket = socket
    this.#requests = requests
    this.#place = place
    socket.on('message', (data, isBinary) => this.#take(data, isBinary))
    socket.on('close', () => place.leave(this))
    place.join(this)
  }

  get isThere(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  send(reply: R | Refusal): void {
    this.sendText(JSON.stringify(reply))
  }

  sendText(json: string): void {
    if (!this.isThere) return
    if (this.#socket.bufferedAmount > MAX_WAITING) this.drop('it does not read what it is sent')
    else this.#socket.send(json)
  }

  drop(why: string): void {
    this.#close(TRY_AGAIN_LATER, why)
  }

  #take(data: RawData, isBinary: boolean): void {
    if (!this.isThere) return
    const text = isBinary ? '' : String(data)
    if (!this.#bucket.take(1 + text.length / BYTES_PER_TOKEN)) {
      this.#refuse('too-many', 'Too many messages at once: the connection is closed.')
      this.#close(POLICY_VIOLATION, 'too many messages')
      return
    }
    const read = readRequest(text, this.#requests)
    if ('request' in read) {
      if (this.#place.take(this, read.request) >= WORTHWHILE) this.#bucket.giveBack(1)
      return
    }
    this.#refuse(read.reason, read.message)
    if (++this.#faults >= MAX_FAULTS) this.#close(POLICY_VIOLATION, 'too many malformed messages')
  }

  #refuse(reason: Refusal['reason'], message: string): void {
    this.send({ type: 'refused', reason, message })
  }

  /** A page that does not read would never answer that it closes. */
  #close(code: number, why: string): void {
    this.#place.leave(this)
    this.#socket.close(code, why)
    setTimeout(() => this.#socket.terminate(), PATIENCE).unref()
  }
}

/** A message as a request, or what is wrong with it. */
const readRequest = <Q>(text: string, requests: z.ZodType<Q>): { request: Q } | Omit<Refusal, 'type'> => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { reason: 'malformed', message: 'The message is no JSON text.' }
  }
  const { success, data, error } = requests.safeParse(json)
  if (success) return { request: data }
  const { code, path, message } = error.issues[0]!
  if (code === 'invalid_union') return { reason: 'unknown', message: 'There is no request of this type.' }
  const where = path.length > 0 ? `${path.join('.')}: ` : ''
  return { reason: code === 'too_big' ? 'too-large' : 'malformed', message: where + message }
}
