/** WebSockets of pages: who is let in, and who is still there. */
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { MESSAGE_LIMIT } from './messages.ts'

/** Pages at once, at most. */
const MAX_PAGES = 3000
/** Milliseconds between two questions whether a page is still there. */
const HEARTBEAT = 20_000

/** Close code: the server is going away. Source: RFC 6455, section 7.4.1. */
const GOING_AWAY = 1001

/** Takes a WebSocket that was let in. */
export type Entrance = (socket: WebSocket) => void

export class Sockets implements Disposable {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT,
    perMessageDeflate: false,
  })
  readonly #find: (request: IncomingMessage) => Entrance | number
  /** Pages that have not answered yet. */
  readonly #silent = new WeakSet<WebSocket>()
  readonly #heartbeat = setInterval(() => this.#beat(), HEARTBEAT)

  /** @param find the way in, or the HTTP status of the refusal */
  constructor(server: Server, find: (request: IncomingMessage) => Entrance | number) {
    this.#find = find
    server.on('upgrade', (request, socket, head) => this.#enter(request, socket, head))
  }

  #enter(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Whoever hangs up half-way is no error of ours.
    socket.on('error', () => socket.destroy())
    const found = this.#find(request)
    if (typeof found === 'number') refuse(socket, found)
    else if (this.#server.clients.size >= MAX_PAGES) refuse(socket, 503)
    else this.#admit(found, request, socket, head)
  }

  #admit(entrance: Entrance, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      // A message that is too large, or no UTF-8: the connection is closed by then, with its reason.
      webSocket.on('error', () => {})
      webSocket.on('pong', () => this.#silent.delete(webSocket))
      entrance(webSocket)
    })
  }

  #beat(): void {
    for (const client of this.#server.clients) {
      if (this.#silent.has(client)) client.terminate()
      this.#silent.add(client)
      client.ping()
    }
  }

  /** Ends all connections; pages try to come back by themselves. */
  [Symbol.dispose](): void {
    clearInterval(this.#heartbeat)
    for (const client of this.#server.clients) {
      client.close(GOING_AWAY, 'the server stops')
      setTimeout(() => client.terminate(), 500).unref()
    }
    this.#server.close()
  }
}

const refuse = (socket: Duplex, status: number): void => {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
