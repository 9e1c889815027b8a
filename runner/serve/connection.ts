/** One page's WebSocket: what it says is looked at before anything is done, and bounded in size and rate. */
import type { RawData, WebSocket } from 'ws'
import { type Reply, Request } from './messages.ts'
import type { Page } from './page.ts'
import type { Room } from './room.ts'
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

type Refusal = Extract<Reply, { type: 'refused' }>

export class Connection implements Page {
  readonly #socket: WebSocket
  readonly #room: Room
  readonly #bucket = new TokenBucket(BURST, PER_SECOND)
  #faults = 0

  /** Joins the room, and leaves it when the connection ends. */
  constructor(socket: WebSocket, room: Room) {
    this.#socket = socket
    this.#room = room
    socket.on('message', (data, isBinary) => this.#take(data, isBinary))
    socket.on('close', () => room.leave(this))
    room.join(this)
  }

  get isThere(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  send(reply: Reply): void {
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
    const read = readRequest(text)
    if ('request' in read) {
      if (this.#room.take(this, read.request) >= WORTHWHILE) this.#bucket.giveBack(1)
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
    this.#room.leave(this)
    this.#socket.close(code, why)
    setTimeout(() => this.#socket.terminate(), PATIENCE).unref()
  }
}

/** A message as a request, or what is wrong with it. */
const readRequest = (text: string): { request: Request } | Omit<Refusal, 'type'> => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { reason: 'malformed', message: 'The message is no JSON text.' }
  }
  const { success, data, error } = Request.safeParse(json)
  if (success) return { request: data }
  const { code, path, message } = error.issues[0]!
  if (code === 'invalid_union') return { reason: 'unknown', message: 'There is no request of this type.' }
  const where = path.length > 0 ? `${path.join('.')}: ` : ''
  return { reason: code === 'too_big' ? 'too-large' : 'malformed', message: where + message }
}
