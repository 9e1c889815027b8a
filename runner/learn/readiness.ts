import type { Step } from '../lab/lab.ts'
import type { CommandResult } from '../play/result.ts'
import type { Stage } from '../play/stage.ts'
import { setUp } from './out-of-sight.ts'
import { playAgain } from './replay.ts'

/** What a machine needs before a learner can do a step on it: the `setup` blocks of the lab and of the step, each once. */
export class Readiness implements AsyncDisposable {
  readonly #stage: Stage
  readonly #steps = new Map<string, Promise<void>>()
  readonly #troubles = new Map<string, string>()
  /** One after the other. */
  #last: Promise<void> = Promise.resolve()
  #replayed: AsyncDisposable | undefined

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** Why a step could not be made ready. */
  trouble(step: string): string | undefined {
    return this.#troubles.get(step)
  }

  /**
   * Makes a new machine ready for the lab and one step, after some steps have been played on it.
   * @throws MachineError when the machine has gone
   */
  begin(step: Step, before: readonly Step[]): Promise<void> {
    this.#last = this.#begin(step, before)
    this.#steps.set(step.id, this.#last)
    for (const { id } of before) this.#steps.set(id, this.#last)
    return this.#last
  }

  /** @throws MachineError when the machine has gone */
  of(step: Step): Promise<void> {
    const known = this.#steps.get(step.id)
    if (known) return known
    this.#last = this.#last.then(() => this.#setUp(step, step))
    this.#steps.set(step.id, this.#last)
    return this.#last
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#replayed?.[Symbol.asyncDispose]()
  }

  async #begin(step: Step, before: readonly Step[]): Promise<void> {
    await this.#setUp(this.#stage.lab, step)
    if (before.length > 0) this.#replayed = await playAgain(this.#stage, before, () => {})
    await this.#setUp(step, step)
  }

  async #setUp({ blocks }: Pick<Step, 'blocks'>, step: Step): Promise<void> {
    const short = await setUp(this.#stage, blocks)
    if (short.length === 0) return
    const earlier = this.#troubles.get(step.id)
    const lines = [...(earlier ? [earlier] : []), ...short.map(troubleText)]
    this.#troubles.set(step.id, lines.join('\n'))
  }
}

const troubleText = ({ file, line, at, command, reason = '' }: CommandResult): string =>
  `${file}:${at ?? line}: '${command}' did not do what it is there for; go on with care.\n${reason}`
