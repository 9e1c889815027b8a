/**
 * A page's one WebSocket to the server, which comes back by itself. What has an id is said again after a loss until the
 * server has taken it (and the server carries out each id once); everything else is said now or not at all.
 */
import type { Reply, Request } from '../../../runner/serve/messages.ts'

/** What is needed of a WebSocket: the browser's and that of `ws` both are one. */
export interface Socket {
  readonly readyState: number
  send(data: string): void
  close(code?: number): void
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
}

export type ConnectionState = 'off' | 'connecting' | 'open' | 'lost'

/** What is said over a connection: only some of it has an id. */
type Message = { type: string }

export interface ConnectionOptions<Rep extends Message = Reply> {
  /** Makes a socket that is about to connect. */
  connect(): Socket
  /** Every reply but `taken`, which answers a request. */
  reply(reply: Exclude<Rep, Taken>): void
  /** Called after `state` has changed; on `open`, before the requests that are still open are said again. */
  changed(state: ConnectionState): void
  /** Milliseconds before the first try again; each further one waits twice as long. */
  shortest?: number
  /** Milliseconds before a try at the longest. */
  longest?: number
  /** Milliseconds after which a socket that does not open is given up. */
  patience?: number
}

type Taken = Extract<Reply, { type: 'taken' }>
type Plain<Req extends Message> = Exclude<Req, { id: string }>
/** A request before it has an id. */
export type Errand<Req extends Message> = Req extends { id: string } ? Omit<Req, 'id'> : never

interface Open {
  request: { id: string }
  settle(trouble: string | undefined): void
}

const OPEN = 1

/** By default, that of one lab. */
export class Connection<Req extends Message = Request, Rep extends Message = Reply> {
  state: ConnectionState = 'off'
  #socket: Socket | undefined
  readonly #waiting = new Map<string, Open>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #tries = 0
  readonly #options: ConnectionOptions<Rep>

  constructor(options: ConnectionOptions<Rep>) {
    this.#options = options
  }

  /** Connects, unless it is connected or about to be. */
  open(): void {
    if (this.state === 'off') this.#attempt('connecting')
  }

  /** Ends the connection for good; what has not been taken is given up. */
  close(): void {
    clearTimeout(this.#timer)
    this.#drop()
    this.#tries = 0
    this.#become('off')
    for (const { settle } of this.#waiting.values()) settle(undefined)
    this.#waiting.clear()
  }

  /** Tries again at once: the network is back, or the computer has woken up. */
  wake(): void {
    if (this.state !== 'lost' || this.#socket) return
    this.#tries = 0
    clearTimeout(this.#timer)
    this.#attempt('lost')
  }

  /** Says it if there is a connection. @returns whether it was said */
  say(request: Plain<Req>): boolean {
    if (this.state !== 'open') return false
    this.#socket!.send(JSON.stringify(request))
    return true
  }

  /** Says it until the server has taken it. @returns what the server says about why it could not be carried out */
  ask(errand: Errand<Req>): Promise<string | undefined> {
    const request = { ...errand, id: newId() }
    return new Promise((settle) => {
      if (this.state === 'off') return settle(undefined)
      this.#waiting.set(request.id, { request, settle })
      if (this.state === 'open') this.#socket!.send(JSON.stringify(request))
    })
  }

  #attempt(meanwhile: ConnectionState): void {
    const socket = this.#options.connect()
    this.#socket = socket
    this.#become(meanwhile)
    this.#timer = setTimeout(() => this.#lose(socket), this.#options.patience ?? 10_000)
    socket.onopen = () => this.#opened()
    socket.onmessage = (event: { data: unknown }) => this.#heard(String(event.data))
    socket.onclose = () => this.#lose(socket)
    socket.onerror = () => {} // A close follows.
  }

  #opened(): void {
    clearTimeout(this.#timer)
    this.#tries = 0
    this.#become('open')
    for (const { request } of this.#waiting.values()) this.#socket?.send(JSON.stringify(request))
  }

  #heard(text: string): void {
    const reply = JSON.parse(text) as Taken | Exclude<Rep, Taken>
    if (isTaken(reply)) {
      this.#waiting.get(reply.id)?.settle(reply.trouble)
      this.#waiting.delete(reply.id)
    } else this.#options.reply(reply)
  }

  #lose(socket: Socket): void {
    if (socket !== this.#socket) return
    clearTimeout(this.#timer)
    this.#drop()
    const { shortest = 250, longest = 8000 } = this.#options
    const pause = Math.min(longest, shortest * 2 ** this.#tries) * (0.75 + Math.random() / 2)
    this.#tries = Math.min(this.#tries + 1, 20)
    this.#timer = setTimeout(() => this.#attempt('lost'), pause)
    this.#become('lost')
  }

  /** Lets go of the socket without hearing from it again. */
  #drop(): void {
    const socket = this.#socket
    this.#socket = undefined
    if (!socket) return
    socket.onopen = null
    socket.onmessage = null
    socket.onclose = null
    // An error of a socket that is closed while it connects has to have a listener.
    socket.onerror = () => {}
    if (socket.readyState <= OPEN) socket.close()
  }

  #become(state: ConnectionState): void {
    if (state === this.state) return
    this.state = state
    this.#options.changed(state)
  }
}

const isTaken = (reply: Message): reply is Taken => reply.type === 'taken'

/** Not `randomUUID`, which a page over plain HTTP from another computer does not have. */
const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36).padStart(7, '0')).join(
    '',
  )
