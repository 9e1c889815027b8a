import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Execute, Kill } from './execute.ts'
import type { Output } from './machine.ts'

/** To the launcher's process: run it, or end it. */
export type Order =
  | { id: number; command: [string, ...string[]]; timeout?: number; kill?: Kill }
  | { id: number; abort: true }

/** Its answer; without output where the command was ended. */
export interface Report {
  id: number
  output?: Output
}

/** What is told of a command whose launcher has gone, as of one that was killed. */
const LOST: Output = { stdout: '', stderr: 'the process that ran it has ended', exit: 137 }

/**
 * Runs commands from a small process of its own. fork(2) copies the page tables of whoever forks: a server of 250 MB
 * stands still for up to 60 ms each time that it starts a program, and no key is echoed meanwhile.
 */
export class Launcher implements Disposable {
  readonly #waiting = new Map<number, (output: Output | undefined) => void>()
  #process: ChildProcess | undefined
  #last = 0
  #over = false

  constructor() {
    this.#start()
  }

  /** As `execute`. */
  readonly execute: Execute = async (command, { timeout, signal }, kill) => {
    signal?.throwIfAborted()
    const id = ++this.#last
    const answer = new Promise<Output | undefined>((resolve) => this.#waiting.set(id, resolve))
    this.#order({ id, command, ...(timeout ? { timeout } : {}), ...(kill ? { kill } : {}) })
    const abort = (): void => this.#order({ id, abort: true })
    signal?.addEventListener('abort', abort)
    const output = await answer
    signal?.removeEventListener('abort', abort)
    signal?.throwIfAborted()
    return output ?? LOST
  };

  /** Ends what still runs. */
  [Symbol.dispose](): void {
    this.#over = true
    if (this.#process?.connected) this.#process.disconnect()
    this.#lose()
  }

  #order(order: Order): void {
    if (this.#over) {
      this.#answer(order.id, LOST)
      return
    }
    const launcher = this.#start()
    launcher.channel?.ref()
    launcher.send(order, (error) => {
      if (error) this.#answer(order.id, LOST)
    })
  }

  /** Where it was killed, another one. */
  #start(): ChildProcess {
    if (this.#process) return this.#process
    const started = fork(join(import.meta.dirname, 'launcher-process.js'), {
      // A session of its own: what a terminal sends to the server's group is not meant for it.
      detached: true,
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    started.on('message', ({ id, output }: Report) => this.#answer(id, output))
    started.once('exit', () => {
      if (this.#process !== started) return
      this.#process = undefined
      this.#lose()
    })
    started.on('error', () => {})
    // It does not keep this process from ending, unless something is waited for.
    started.unref()
    started.channel?.unref()
    this.#process = started
    return started
  }

  #answer(id: number, output: Output | undefined): void {
    this.#waiting.get(id)?.(output)
    this.#waiting.delete(id)
    if (this.#waiting.size === 0) this.#process?.channel?.unref()
  }

  #lose(): void {
    for (const id of [...this.#waiting.keys()]) this.#answer(id, LOST)
  }
}
