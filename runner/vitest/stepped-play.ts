import { randomBytes } from 'node:crypto'
import { machineSource, readChoice } from '../cli/machines.ts'
import type { Lab } from '../lab/lab.ts'
import type { Machine } from '../machine/machine.ts'
import type { PlayEvent } from '../play/events.ts'
import { play } from '../play/play.ts'
import type { CommandResult, LabResult, StepResult } from '../play/result.ts'
import type { LabwrightOptions } from './options.ts'

type Events = AsyncGenerator<PlayEvent, LabResult>

/**
 * One lab on its machine, played as far as it is asked for: the play is the one of `labwright test`, and goes on
 * from one step to the next when somebody wants to know what the next one found.
 */
export class SteppedPlay implements AsyncDisposable {
  readonly seed: string
  /** Told so far, in the order in which it was played. */
  readonly steps = new Map<string, StepResult>()
  /** Every command that has ended. */
  readonly commands: Extract<PlayEvent, { type: 'command-ended' }>[] = []
  readonly #setup: CommandResult[] = []
  readonly #machine: Machine
  readonly #start: () => Events
  #events: Events | undefined
  readonly #ending: AbortController
  #begun = false
  #result: LabResult | undefined
  #failure: unknown

  private constructor(machine: Machine, seed: string, ending: AbortController, start: () => Events) {
    this.#machine = machine
    this.seed = seed
    this.#ending = ending
    this.#start = start
  }

  /**
   * Makes the machine. Nothing is played yet.
   * @param ending ends the play where it stands
   * @param accepts asked when the play begins: whether what comes is to be printed from now on
   * @throws MachineError where there is no machine to be had
   */
  static async on(
    lab: Lab,
    options: LabwrightOptions,
    ending: AbortController,
    accepts: () => boolean,
  ): Promise<SteppedPlay> {
    const { seed = randomBytes(4).toString('hex'), timeout, machine: kind = 'scratch' } = options
    const source = await machineSource(readChoice(kind))
    const machine = await source.make(lab)
    return new SteppedPlay(machine, seed, ending, () =>
      play(lab, machine, {
        seed,
        cleanup: source.livesOn,
        accept: accepts(),
        signal: ending.signal,
        ...(timeout ? { timeout } : {}),
      }),
    )
  }

  /** Plays until a step has ended, those before it included; one that was played already is only told again. */
  async step(id: string): Promise<StepResult> {
    return this.#until(() => this.steps.get(id))
  }

  /** Plays what stands before the first step. */
  async beginning(): Promise<CommandResult[]> {
    return this.#until(() => (this.#begun ? this.#setup : undefined))
  }

  /** Plays all that is left, the lab's cleanup included. */
  async end(): Promise<LabResult> {
    return this.#until(() => this.#result)
  }

  async #until<T>(found: () => T | undefined): Promise<T> {
    for (let value = found(); ; value = found()) {
      if (value !== undefined) return value
      if (this.#failure !== undefined) throw this.#failure
      await this.#next()
    }
  }

  async #next(): Promise<void> {
    this.#events ??= this.#start()
    try {
      const { value: event, done } = await this.#events.next()
      if (done) throw this.#ending.signal.reason
      if (event.type === 'step-started') this.#begun = true
      if (event.type === 'step-ended') this.steps.set(event.step.id, event.result)
      if (event.type === 'lab-ended') this.#result = event.result
      if (event.type !== 'command-ended') return
      this.commands.push(event)
      if (!this.#begun) this.#setup.push(event.result)
    } catch (error) {
      // What was stopped may look like a machine that went away.
      const { aborted, reason } = this.#ending.signal
      this.#failure ??= aborted ? reason : error
    }
  }

  /** Ends the machine, or the play on a machine that lives on: its cleanup is run then. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#events?.return(undefined as never)
    } finally {
      await this.#machine[Symbol.asyncDispose]()
    }
  }
}
