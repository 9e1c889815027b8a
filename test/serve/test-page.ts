/** A page as the server sees it: a WebSocket, and what came through it. */
import { once } from 'node:events'
import { type ClientOptions, WebSocket } from 'ws'
import type { LearnState } from '../../runner/learn/state.ts'
import type { Reply, Request } from '../../runner/serve/messages.ts'
import { plain } from '../../runner/terminal/plain.ts'

type Told<T extends Reply['type']> = Extract<Reply, { type: T }>

export class TestPage implements AsyncDisposable {
  readonly socket: WebSocket
  readonly replies: Reply[] = []
  /** What each terminal printed, and where that ends. */
  readonly printed = new Map<string, { text: string; end: number }>()
  /** Says that it has shown what came, as a page does. */
  acknowledges = true
  closed: { code: number; reason: string } | undefined
  readonly #looking = new Set<() => void>()

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data) => this.#hear(JSON.parse(String(data))))
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) }
      this.#look()
    })
    socket.on('error', () => {})
  }

  /** @throws where the server does not let it in */
  static open(port: number, cookie: string, lab: string, options: ClientOptions = {}): Promise<TestPage> {
    return TestPage.at(port, cookie, `/live/lab/${lab}`, options)
  }

  /**
   * A page elsewhere that shows a lab.
   * @throws where the server does not let it in
   */
  static async at(
    port: number,
    cookie: string,
    path: string,
    options: ClientOptions = {},
  ): Promise<TestPage> {
    const origin = `http://127.0.0.1:${port}`
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
      origin,
      headers: { cookie },
      ...options,
    })
    const page = new TestPage(socket)
    await once(socket, 'open')
    await page.until(() => page.state !== undefined)
    return page
  }

  say(request: Request): void {
    this.socket.send(JSON.stringify(request))
  }

  get state(): LearnState | undefined {
    return this.last('state')?.state
  }

  last<T extends Reply['type']>(type: T): Told<T> | undefined {
    return this.all(type).at(-1)
  }

  all<T extends Reply['type']>(type: T): Told<T>[] {
    return this.replies.filter((reply): reply is Told<T> => reply.type === type)
  }

  /** What a terminal printed, without escape sequences. */
  text(terminal = 'host'): string {
    return plain(this.printed.get(terminal)?.text ?? '')
  }

  /** Starts the machine, and waits until it is ready. */
  async start(): Promise<void> {
    this.say({ type: 'start' })
    await this.until(() => this.state!.machine.state === 'ready', 'a machine that is ready')
  }

  /** Opens a terminal, or comes back to it, and waits for its prompt. */
  async openTerminal(terminal = 'host', from = 0): Promise<void> {
    this.say({ type: 'open', terminal, columns: 80, rows: 24, from })
    await this.until(() => this.printed.has(terminal))
    await this.until(() => /[$#] /.test(this.text(terminal)), `a prompt in ${terminal}`)
  }

  /** @throws where it takes too long, with what came last */
  async until(holds: () => boolean, what = 'it', seconds = 60): Promise<void> {
    const end = performance.now() + seconds * 1000
    while (!holds()) {
      const left = end - performance.now()
      if (left <= 0)
        throw new Error(`${what} did not come; last: ${JSON.stringify(this.replies.at(-1))?.slice(0, 2000)}`)
      await new Promise<void>((wake) => {
        const timer = setTimeout(done, Math.min(left, 200))
        const looking = this.#looking
        looking.add(done)
        function done(): void {
          clearTimeout(timer)
          looking.delete(done)
          wake()
        }
      })
    }
  }

  #hear(reply: Reply): void {
    // What `yes` prints would fill the memory of the test.
    if (reply.type !== 'output' || reply.data.length < 4096) this.replies.push(reply)
    if (reply.type === 'output') {
      const { terminal, from, data } = reply
      const before = this.printed.get(terminal)
      const text = ((before?.text ?? '') + data).slice(-(2 ** 20))
      this.printed.set(terminal, { text, end: from + data.length })
      if (this.acknowledges) this.say({ type: 'seen', terminal, offset: from + data.length })
    }
    this.#look()
  }

  #look(): void {
    for (const wake of [...this.#looking]) wake()
  }

  /** As when the network drops. */
  async drop(): Promise<void> {
    this.socket.terminate()
    await this.until(() => this.closed !== undefined)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.drop()
  }
}
