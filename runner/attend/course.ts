import type { Lab, Step } from '../lab/lab.ts'
import type { StepOutcome } from './summary.ts'

/** Where a learner is in a lab, and what became of each step. */
export class Course {
  readonly outcomes: StepOutcome[]
  #index = 0
  #since = performance.now()

  constructor(lab: Lab) {
    this.outcomes = lab.steps.map((step) => ({ step, state: 'open', ms: 0 }))
  }

  get step(): Step {
    return this.outcomes[this.#index]!.step
  }

  /** Of the step, from 1. */
  get number(): number {
    return this.#index + 1
  }

  get before(): Step[] {
    return this.outcomes.slice(0, this.#index).map(({ step }) => step)
  }

  get next(): Step | undefined {
    return this.outcomes[this.#index + 1]?.step
  }

  get allDone(): boolean {
    return this.outcomes.every(({ state }) => state === 'done')
  }

  /** Notes what became of the step; what was noted first counts. */
  close(state: 'done' | 'skipped'): void {
    const outcome = this.outcomes[this.#index]!
    if (outcome.state === 'open') Object.assign(outcome, { state, ms: performance.now() - this.#since })
  }

  /** Goes on to the next step; says whether there is one. */
  advance(): boolean {
    if (!this.next) return false
    this.#index++
    this.#since = performance.now()
    return true
  }
}
