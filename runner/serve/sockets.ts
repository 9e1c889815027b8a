/** The way in for WebSockets: `/live/lab/NAME`, one page and one lab each. */
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { Connection } from './connection.ts'
import type { Guard } from './guard.ts'
import { MESSAGE_LIMIT } from './messages.ts'
import type { Room } from './room.ts'
import type { Rooms } from './rooms.ts'

/** Pages at once. */
const MAX_PAGES = 100
/** Milliseconds between two questions whether a page is still there. */
const HEARTBEAT = 20_000

/** Close code: the server is going away. Source: RFC 6455, section 7.4.1. */
const GOING_AWAY = 1001

export class Sockets implements Disposable {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT,
    perMessageDeflate: false,
  })
  readonly #guard: Guard
  readonly #rooms: Rooms
  /** Pages that have not answered yet. */
  readonly #silent = new WeakSet<WebSocket>()
  readonly #heartbeat = setInterval(() => this.#beat(), HEARTBEAT)

  constructor(server: Server, guard: Guard, rooms: Rooms) {
    this.#guard = guard
    this.#rooms = rooms
    server.on('upgrade', (request, socket, head) => this.#enter(request, socket, head))
  }

  #enter(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Whoever hangs up half-way is no error of ours.
    socket.on('error', () => socket.destroy())
    const { host, origin, cookie } = request.headers
    const verdict = this.#guard.judge({ host, origin, cookie, isSocket: true })
    const name = /^\/live\/lab\/([\w.-]+)$/.exec(request.url ?? '')?.[1]
    const room = this.#rooms.get(name ?? '')
    if (verdict !== 'welcome') refuse(socket, verdict === 'token' ? 401 : 403)
    else if (!room) refuse(socket, 404)
    else if (this.#server.clients.size >= MAX_PAGES) refuse(socket, 503)
    else this.#admit(room, request, socket, head)
  }

  #admit(room: Room, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      // A message that is too large, or no UTF-8: the connection is closed by then, with its reason.
      webSocket.on('error', () => {})
      webSocket.on('pong', () => this.#silent.delete(webSocket))
      new Connection(webSocket, room)
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
