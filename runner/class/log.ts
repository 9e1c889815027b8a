import type { ClassEvent, Recorded } from './events.ts'
import { apply, type ClassState, emptyClass } from './state.ts'
import { type ClassStore, StoreError } from './store.ts'

/** A class as it goes on: what happens is written down first, and then known. */
export class ClassLog {
  readonly state: ClassState = emptyClass()
  readonly store: ClassStore
  #seq = 0
  /** What could not be written yet. */
  readonly #unwritten: Recorded[] = []
  #trouble = ''

  /** @throws StoreError where the file is damaged */
  constructor(store: ClassStore) {
    this.store = store
    for (const recorded of store.events()) this.#take(recorded)
  }

  /** Why the last events are not on the disk; empty where they are. */
  get trouble(): string {
    return this.#trouble
  }

  /** How many events are not on the disk. */
  get unwritten(): number {
    return this.#unwritten.length
  }

  /**
   * Returns when the event is on the disk. Where it can't be written, the class goes on, and it is tried again with the
   * next one.
   */
  record(event: ClassEvent): void {
    const recorded = { seq: this.#seq + 1, at: Date.now(), event }
    this.#unwritten.push(recorded)
    this.flush()
    this.#take(recorded)
  }

  /** Tries again to write what could not be written. */
  flush(): void {
    try {
      while (this.#unwritten.length > 0) {
        this.store.append(this.#unwritten[0]!)
        this.#unwritten.shift()
      }
      this.#trouble = this.store.isThere
        ? ''
        : `${this.store.file} was removed: download the archive before the server stops, or all is lost.`
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      this.#trouble = error.message
    }
  }

  #take(recorded: Recorded): void {
    this.#seq = recorded.seq
    apply(this.state, recorded)
  }
}
