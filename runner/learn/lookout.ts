import { withinOf } from '../play/patience.ts'
import type { Check, StepProgress } from './step-progress.ts'

/**
 * Milliseconds from the first look at checks that may take their time to the second, and how much longer each further pause
 * is than the one before. A check that comes to hold is seen soon, but a class whose checks only wait for the next command is
 * not looked at all the time: each look takes some 15 ms of a processor.
 */
const SOON = { first: 300, longer: 1.5 }
/** While commands of the step have not been typed: it may hold already, for those who go their own way. */
const SELDOM = { first: 1000, longer: 4 }

export interface LookoutOptions {
  /** The step that the learner is at; undefined while nothing is to be looked at. */
  progress: () => StepProgress | undefined
  /** How many times as long as it says a lesson waits on this machine. */
  pace: number
  /** Told after each look at a step, which may have been left meanwhile, of the checks that changed. */
  looked: (progress: StepProgress, changed: readonly Check[]) => void
}

/**
 * Looks at a step's checks after each command: at once, and then less and less often at those that may take their time
 * (`within`), until they have had it. Never twice at the same time.
 */
export class Lookout {
  readonly #options: LookoutOptions
  #until = 0
  #again = false
  #looking = false
  /** Ends the pause between two looks. */
  #wake = (): void => {}

  constructor(options: LookoutOptions) {
    this.#options = options
  }

  /** @throws MachineError when the machine has gone */
  async look(): Promise<void> {
    const { progress, pace } = this.#options
    const patience = progress()?.checks.map(({ block }) => withinOf({ pace }, block) ?? 0) ?? []
    this.#until = performance.now() + Math.max(0, ...patience)
    this.#again = true
    this.#wake()
    if (this.#looking) return
    this.#looking = true
    try {
      await this.#lookOn()
    } finally {
      this.#looking = false
    }
  }

  async #lookOn(): Promise<void> {
    let pause = 0
    for (;;) {
      const progress = this.#options.progress()
      if (!progress) return
      const isFirst = this.#again
      this.#again = false
      const which = isFirst ? progress.checks : progress.checks.filter(mayStillHold)
      this.#options.looked(progress, await progress.look(which))
      if (this.#again) continue
      const left = this.#until - performance.now()
      if (left <= 0 || !progress.checks.some(mayStillHold)) return
      const { first, longer } = progress.next ? SELDOM : SOON
      pause = isFirst ? first : pause * longer
      await this.#pause(Math.min(pause, left))
    }
  }

  /** Waits so many milliseconds, or until the next command has ended. It keeps no process of Node from ending. */
  async #pause(time: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, time)
      // A timer of a browser is a number.
      timer.unref?.()
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

const mayStillHold = ({ block, held }: Check): boolean => !held && block.options.within !== undefined
