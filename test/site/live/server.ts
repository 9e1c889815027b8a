/** A server that keeps the page's side of the agreement in sight: real sockets, one terminal, each id carried out once. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import type { MachineState } from '../../../runner/learn/state.ts'
import { type Reply, Request } from '../../../runner/serve/messages.ts'
import type { Socket } from '../../../site/theme/live/connection.ts'

export class LiveServer implements AsyncDisposable {
  readonly #server: WebSocketServer
  /** Everything that pages said, in order. */
  readonly heard: Request[] = []
  /** Ids of `run` requests, each time one was carried out. */
  readonly ran: string[] = []
  machine: MachineState = { state: 'ready', kind: 'scratch', id: 'one', life: 1 }
  /** All that the terminal `host` has printed in this life. */
  printed = ''
  /** Loses the next `run` together with its answer: it is carried out, and the page does not hear of it. */
  dropsAfterRun = false
  /** Those that have opened the terminal. */
  readonly #joined = new Set<WebSocket>()
  /** Takes no messages. */
  deaf = false

  private constructor(server: WebSocketServer) {
    this.#server = server
    server.on('connection', (socket) => {
      this.#say({ type: 'state', state: { machine: this.machine } as never }, [socket])
      socket.on('close', () => this.#joined.delete(socket))
      socket.on('message', (data) => this.#take(Request.parse(JSON.parse(String(data))), socket))
    })
  }

  static async start(port = 0): Promise<LiveServer> {
    const server = new WebSocketServer({ host: '127.0.0.1', port })
    await once(server, 'listening')
    return new LiveServer(server)
  }

  #port = 0

  get port(): number {
    // A page may try again after the server was closed.
    this.#port = (this.#server.address() as AddressInfo | null)?.port ?? this.#port
    return this.#port
  }

  connect = (): Socket => new WebSocket(`ws://127.0.0.1:${this.port}/`) as unknown as Socket

  print(data: string): void {
    const from = this.printed.length
    this.printed += data
    this.#say({ type: 'output', terminal: 'host', life: this.machine.life, from, data }, this.#joined)
  }

  become(machine: MachineState): void {
    this.machine = machine
    this.printed = ''
    this.#say({ type: 'state', state: { machine } as never })
  }

  /** Cuts every connection as a broken network does: without a word. */
  cut(): void {
    for (const socket of this.#server.clients) socket.terminate()
  }

  count(type: Request['type']): number {
    return this.heard.filter((request) => request.type === type).length
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut()
    await new Promise((done) => this.#server.close(done))
  }

  #take(request: Request, socket: WebSocket): void {
    if (this.deaf) return
    this.heard.push(request)
    if (request.type === 'open') {
      this.#joined.add(socket)
      const { from } = request
      const { life } = this.machine
      if (from < this.printed.length)
        this.#say({ type: 'output', terminal: 'host', life, from, data: this.printed.slice(from) }, [socket])
    }
    if (request.type !== 'run') return
    if (!this.ran.includes(request.id)) {
      this.ran.push(request.id)
      this.print('ran\r\n')
    }
    if (this.dropsAfterRun) {
      this.dropsAfterRun = false
      socket.terminate()
    } else this.#say({ type: 'taken', id: request.id }, [socket])
  }

  #say(reply: Reply, to: Iterable<WebSocket> = this.#server.clients): void {
    for (const socket of to) socket.send(JSON.stringify(reply))
  }
}
