import type { Lab } from '../../../runner/lab/lab.ts'
import type { MachineState } from '../../../runner/learn/state.ts'
import type { RoomObserver } from '../../../runner/serve/room.ts'

/** The steps whose `setup` has been run on the machine as it is: those that the learner was at. */
export class SetUpSteps implements RoomObserver {
  readonly #lab: Lab
  readonly #steps: Set<string>
  #at: string | undefined
  #replays = false

  /** @param before those of a machine that goes on */
  constructor(lab: Lab, before: readonly string[]) {
    this.#lab = lab
    this.#steps = new Set(before)
  }

  get all(): string[] {
    return [...this.#steps]
  }

  /** The machine is about to be made as new. */
  resets(replay: boolean): void {
    this.#replays = replay
  }

  machine(_: string, { state }: MachineState): void {
    if (state !== 'resetting') return
    this.#steps.clear()
    const { steps } = this.#lab
    const at = steps.findIndex(({ id }) => id === this.#at)
    for (const { id } of steps.slice(this.#replays ? 0 : at, at + 1)) this.#steps.add(id)
  }

  went(_: string, step: string): void {
    this.#at = step
    this.#steps.add(step)
  }

  tried(): void {}

  stepDone(): void {}

  visited(): void {}
}
