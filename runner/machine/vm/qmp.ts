/** Asks a QEMU to do something, over its control socket. Source: QEMU Machine Protocol, docs/interop/qmp-intro */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

interface Answer {
  return?: Record<string, unknown>
  error?: { desc: string }
}

export class Qmp implements Disposable {
  readonly #socket: Socket
  readonly #answers: AsyncIterator<string>

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#answers = createInterface({ input: socket })[Symbol.asyncIterator]()
  }

  /**
   * Waits for the socket, that QEMU makes a moment after its start.
   * @throws where `signal` says that there is no use in waiting
   */
  static async connect(path: string, signal: AbortSignal): Promise<Qmp> {
    for (;;) {
      signal.throwIfAborted()
      const socket = connect(path)
      try {
        await once(socket, 'connect', { signal })
        socket.on('error', () => {})
        // A QEMU that stands still answers no question.
        signal.addEventListener('abort', () => socket.destroy(), { once: true })
        const qmp = new Qmp(socket)
        await qmp.ask('qmp_capabilities')
        return qmp
      } catch (error) {
        socket.destroy()
        if (!['ENOENT', 'ECONNREFUSED'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
        await sleep(5)
      }
    }
  }

  /** @throws where QEMU says no, or has gone */
  async ask(execute: string, given: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    this.#socket.write(`${JSON.stringify({ execute, arguments: given })}\n`)
    for (;;) {
      const { value, done } = await this.#answers.next()
      if (done) throw new Error(`QEMU has gone, asked to ${execute}`)
      const answer: Answer = JSON.parse(value)
      if (answer.error) throw new Error(`QEMU says to ${execute}: ${answer.error.desc}`)
      // Greetings and events are others.
      if (answer.return) return answer.return
    }
  }

  /** Asks again and again until the answer is good. */
  async askUntil(execute: string, good: (answer: Record<string, unknown>) => boolean): Promise<void> {
    while (!good(await this.ask(execute))) await sleep(5)
  }

  [Symbol.dispose](): void {
    this.#socket.destroy()
  }
}
