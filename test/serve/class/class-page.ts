/** A page of a class as the server sees it, the teacher's or a learner's. */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ClientOptions, WebSocket } from 'ws'
import type { ClassView } from '../../../runner/class/view.ts'
import type { ClassReply, ClassRequest } from '../../../runner/serve/class/messages.ts'

type WithoutId<R> = R extends { id: string } ? Omit<R, 'id'> : never

let count = 0

export class ClassPage<V extends ClassView> implements AsyncDisposable {
  readonly socket: WebSocket
  readonly replies: ClassReply[] = []
  closed = false

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data) => this.replies.push(JSON.parse(String(data))))
    socket.on('close', () => {
      this.closed = true
    })
    socket.on('error', () => {})
  }

  /** @throws where the server does not let it in */
  static async open<V extends ClassView>(
    port: number,
    cookie: string,
    options: ClientOptions = {},
  ): Promise<ClassPage<V>> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/live/class`, {
      origin: `http://127.0.0.1:${port}`,
      headers: { cookie },
      ...options,
    })
    const page = new ClassPage<V>(socket)
    await once(socket, 'open')
    await page.until(() => page.replies.length > 0, 'a view of the class')
    return page
  }

  /** What the page shows. */
  get view(): V {
    return this.replies.findLast((reply) => reply.type === 'class')!.class as V
  }

  /** Says something, and waits until it has been taken. @returns why it could not be carried out */
  async ask(request: WithoutId<ClassRequest>): Promise<string | undefined> {
    const id = `request-${++count}`
    this.socket.send(JSON.stringify({ ...request, id }))
    const taken = () => this.replies.find((reply) => reply.type === 'taken' && reply.id === id)
    await this.until(() => taken() !== undefined, `an answer to ${request.type}`)
    const reply = taken()
    return reply?.type === 'taken' ? reply.trouble : undefined
  }

  /** @throws where it takes too long, with what came last */
  async until(holds: () => boolean, what: string, seconds = 60): Promise<void> {
    for (let tries = 0; !holds(); tries++) {
      if (tries > seconds * 50)
        throw new Error(`${what} did not come; last: ${JSON.stringify(this.replies.at(-1))?.slice(0, 3000)}`)
      await sleep(20)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.terminate()
    await this.until(() => this.closed, 'the end')
  }
}
