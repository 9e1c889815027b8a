import type { LearnListener } from './listener.ts'
import { Lookout } from './lookout.ts'
import type { Readiness } from './readiness.ts'
import type { StepProgress } from './step-progress.ts'

export interface WhereaboutsOptions {
  ready: Readiness
  /** How many times as long as it says a lesson waits on this machine. */
  pace: number
  listener: Pick<LearnListener, 'changed' | 'settled'>
  isOver: () => boolean
  /** A step's checks were looked at. */
  turned: (progress: StepProgress) => void
  /** Does something while the learner goes on. */
  inBackground: (run: () => Promise<void>) => Promise<void>
}

/** The step that a learner is at: the machine is made ready for it, and its checks are looked at. */
export class Whereabouts {
  readonly #options: WhereaboutsOptions
  readonly #lookout: Lookout
  #at: StepProgress
  /** A command has ended since that was told last. */
  #unsettled = false

  constructor(at: StepProgress, options: WhereaboutsOptions) {
    this.#at = at
    this.#options = options
    this.#lookout = new Lookout({
      pace: options.pace,
      progress: () => (options.isOver() ? undefined : this.#at),
      looked: (progress) => this.#looked(progress),
    })
  }

  get at(): StepProgress {
    return this.#at
  }

  /**
   * Goes to a step, and waits until the machine is ready for it.
   * @throws MachineError when the machine has gone
   */
  async moveTo(progress: StepProgress): Promise<void> {
    const { ready, listener, inBackground } = this.#options
    const left = this.#at
    this.#at = progress
    if (left !== progress) {
      listener.changed()
      // What was done last in the step that is left counts too.
      void inBackground(() => this.look(left))
    }
    await ready.of(progress.step)
  }

  /**
   * Looks at the checks of a step once.
   * @throws MachineError when the machine has gone
   */
  async look(progress: StepProgress): Promise<void> {
    await progress.look()
    this.#looked(progress)
  }

  /**
   * A command has ended: looks at the checks, and again where they may take their time.
   * @throws MachineError when the machine has gone
   */
  async lookOn(): Promise<void> {
    this.#unsettled = true
    await this.#lookout.look()
  }

  #looked(progress: StepProgress): void {
    const { isOver, turned, listener } = this.#options
    if (isOver()) return
    turned(progress)
    if (this.#unsettled) listener.settled?.()
    this.#unsettled = false
  }
}
