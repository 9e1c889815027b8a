import { withinOf } from '../play/patience.ts'
import type { Check, StepProgress } from './step-progress.ts'

/** Milliseconds between two looks at checks that may take their time. */
const PAUSE = 300

export interface LookoutOptions {
  /** The step that the learner is at; undefined while nothing is to be looked at. */
  progress: () => StepProgress | undefined
  /** How many times as long as it says a lesson waits on this machine. */
  pace: number
  /** Told after each look at a step, which may have been left meanwhile, of the checks that changed. */
  looked: (progress: StepProgress, changed: readonly Check[]) => void
}

/**
 * Looks at a step's checks after each command: at once, and again until those that may take their time (`within`)
 * have had it. Never twice at the same time.
 */
export class Lookout {
  readonly #options: LookoutOptions
  #until = 0
  #again = false
  #looking = false

  constructor(options: LookoutOptions) {
    this.#options = options
  }

  /** @throws MachineError when the machine has gone */
  async look(): Promise<void> {
    const { progress, pace } = this.#options
    const patience = progress()?.checks.map(({ block }) => withinOf({ pace }, block) ?? 0) ?? []
    this.#until = performance.now() + Math.max(0, ...patience)
    this.#again = true
    if (this.#looking) return
    this.#looking = true
    try {
      await this.#lookOn()
    } finally {
      this.#looking = false
    }
  }

  async #lookOn(): Promise<void> {
    for (;;) {
      const progress = this.#options.progress()
      if (!progress || !(this.#again || this.#mayStillHold(progress))) return
      if (!this.#again) await new Promise((resolve) => setTimeout(resolve, PAUSE))
      this.#again = false
      this.#options.looked(progress, await progress.look())
    }
  }

  #mayStillHold({ checks }: StepProgress): boolean {
    return performance.now() < this.#until && checks.some(({ block, held }) => !held && block.options.within)
  }
}
