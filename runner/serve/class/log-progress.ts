import type { ClassLog } from '../../class/log.ts'
import { seenOf } from '../../class/receipts.ts'
import type { LearnerState } from '../../class/state.ts'
import type { LearnerProgress, Seen } from '../progress.ts'

/** A learner's progress, kept in the class's log. */
export class LogProgress implements LearnerProgress {
  readonly #log: ClassLog
  readonly #learner: LearnerState

  constructor(log: ClassLog, learner: LearnerState) {
    this.#log = log
    this.#learner = learner
  }

  get seed(): string {
    return this.#learner.seed
  }

  get all(): Record<string, string[]> {
    return Object.fromEntries([...this.#learner.labs].map(([lab, { done }]) => [lab, [...done.keys()]]))
  }

  done(lab: string): ReadonlySet<string> {
    return new Set(this.#learner.labs.get(lab)?.done.keys())
  }

  seen(lab: string): Record<string, Seen> {
    return seenOf(this.#learner, lab)
  }

  add(lab: string, step: string, { version, machine }: Seen): void {
    const { kind, id } = machine
    this.#log.record({ type: 'done', learner: this.#learner.id, lab, step, version, machine: { kind, id } })
  }
}
