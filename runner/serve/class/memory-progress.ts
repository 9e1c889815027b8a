import { randomBytes } from 'node:crypto'
import type { LearnerProgress, Seen } from '../progress.ts'

/** Progress that lasts as long as the server: the teacher's own, who tries a lab. */
export class MemoryProgress implements LearnerProgress {
  readonly seed = randomBytes(4).toString('hex')
  readonly #labs = new Map<string, Map<string, Seen>>()

  get all(): Record<string, string[]> {
    return Object.fromEntries([...this.#labs].map(([lab, steps]) => [lab, [...steps.keys()]]))
  }

  done(lab: string): ReadonlySet<string> {
    return new Set(this.#labs.get(lab)?.keys())
  }

  seen(lab: string): Record<string, Seen> {
    return Object.fromEntries(this.#labs.get(lab) ?? [])
  }

  add(lab: string, step: string, seen: Seen): void {
    const steps = this.#labs.get(lab) ?? new Map<string, Seen>()
    steps.set(step, seen)
    this.#labs.set(lab, steps)
  }
}
