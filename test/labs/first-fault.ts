import { parse } from '../../runner/lab/parse.ts'
import { play } from '../../runner/play/play.ts'
import type { CheckResult, CommandResult } from '../../runner/play/result.ts'
import { scratch } from '../play/play-lesson.ts'

/** What `labwright test` names first. */
export interface Fault {
  file: string
  line: number
  reason: string
}

/** Machines, with Docker unless told otherwise, so many at once; the next one starts while a lab is played on another. */
export class Machines {
  readonly #free: ReturnType<typeof scratch>[] = []
  readonly #waiting: ((machine: ReturnType<typeof scratch>) => void)[] = []
  /** How many may still be made. */
  #left: number

  readonly #options: Parameters<typeof scratch>[0]

  constructor(count: number, options: Parameters<typeof scratch>[0] = {}) {
    this.#left = count
    this.#options = { docker: true, ...options }
  }

  /** Plays a lesson until something falls short, and says what; undefined where all of it holds. */
  async firstFault(source: string, file: string): Promise<Fault | undefined> {
    for await (const fault of this.#faults(source, file)) return fault
    return undefined
  }

  /** Plays all of a lesson, and says whatever falls short, in the order in which that is found. */
  async allFaults(source: string, file: string): Promise<Fault[]> {
    const faults: Fault[] = []
    for await (const fault of this.#faults(source, file)) faults.push(fault)
    return faults
  }

  async *#faults(source: string, file: string): AsyncGenerator<Fault> {
    const { lab, problems } = parse(source, file)
    if (!lab) {
      const problem = problems.find(({ severity }) => severity === 'error')!
      yield { file: problem.file, line: problem.position.line, reason: problem.message }
      return
    }
    const machine = await this.#take()
    try {
      for await (const event of play(lab, machine, { seed: 'one', cleanup: false })) {
        if (event.type !== 'command-ended' && event.type !== 'check-ended') continue
        if (!event.result.ok) yield faultOf(event.result)
      }
    } finally {
      const next = machine[Symbol.asyncDispose]().then(() => scratch(this.#options))
      const waiter = this.#waiting.shift()
      if (waiter) waiter(next)
      else this.#free.push(next)
    }
  }

  #take(): ReturnType<typeof scratch> {
    if (this.#free.length === 0 && this.#left > 0) {
      this.#left--
      this.#free.push(scratch(this.#options))
    }
    return this.#free.shift() ?? new Promise((resolve) => this.#waiting.push(resolve))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const machine of await Promise.all(this.#free)) await machine[Symbol.asyncDispose]()
  }
}

const faultOf = ({ file, at, line, reason = '' }: CommandResult | CheckResult): Fault => ({
  file,
  line: at ?? line,
  reason,
})
