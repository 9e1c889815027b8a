/** The network between a browser and a server, which can be cut: an HTTP proxy. */
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

export class Line implements Disposable {
  readonly port: number
  #isCut = false
  #isDeaf = false
  readonly #ends = new Set<Socket>()
  readonly #server: ReturnType<typeof createServer>

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server
    this.port = (server.address() as AddressInfo).port
    server.on('connection', (socket) => {
      this.#hold(socket)
      if (this.#isCut) socket.destroy()
    })
    server.on('request', (said, response) => {
      const { url, method, headers } = said
      const asked = request(url!, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers)
        answer.pipe(response)
      })
      asked.on('error', () => response.destroy())
      said.pipe(asked)
    })
    // A WebSocket: bytes both ways.
    server.on('connect', ({ url }, page: Socket) => {
      const { hostname, port } = new URL(`http://${url}`)
      const far = this.#hold(connect(Number(port), hostname))
      far.on('connect', () => page.write('HTTP/1.1 200 Connection established\r\n\r\n'))
      far.on('data', (bytes) => this.#isDeaf || page.write(bytes))
      page.on('data', (bytes) => far.write(bytes))
      far.on('close', () => page.destroy())
      page.on('close', () => far.destroy())
    })
  }

  static async open(): Promise<Line> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new Line(server)
  }

  /** For a browser's context: everything goes through it, this computer's own servers included. */
  get proxy(): { server: string; bypass: string } {
    return { server: `http://127.0.0.1:${this.port}`, bypass: '<-loopback>' }
  }

  /** What the server says is lost; what the page says arrives. */
  deafen(): void {
    this.#isDeaf = true
  }

  /** Drops all connections, and lets none through. */
  cut(): void {
    this.#isCut = true
    for (const end of this.#ends) end.destroy()
  }

  mend(): void {
    this.#isCut = false
    this.#isDeaf = false
  }

  [Symbol.dispose](): void {
    this.cut()
    this.#server.close()
  }

  #hold(socket: Socket): Socket {
    this.#ends.add(socket)
    socket.on('error', () => {})
    return socket.on('close', () => this.#ends.delete(socket))
  }
}
