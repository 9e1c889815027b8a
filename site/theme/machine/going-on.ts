/** A lab on a machine that was saved: what was set up and captured there is there already, until the machine is made as new. */
import type { Lab } from '../../../runner/lab/lab.ts'
import type { ExecOptions, Facts, Machine, Output, Size } from '../../../runner/machine/machine.ts'
import type { Terminal } from '../../../runner/terminal/terminal.ts'
import type { Saved } from './saves.ts'

export interface GoingOn {
  lab: Lab
  machine(machine: Machine): Machine
}

/** Steps keep their places, so who holds on to one finds it again after a reset: only their blocks come and go. */
export const goOn = (lab: Lab, { ready, variables }: Pick<Saved, 'ready' | 'variables'>): GoingOn => {
  const own: Lab = { ...lab, steps: lab.steps.map((step) => ({ ...step })) }
  const leaveOutSetup = (of: Pick<Lab, 'blocks'>): void => {
    of.blocks = of.blocks.filter(({ kind }) => kind !== 'setup')
  }
  leaveOutSetup(own)
  for (const step of own.steps) if (ready.includes(step.id)) leaveOutSetup(step)
  const asNew = (): void => {
    own.blocks = lab.blocks
    for (const [at, step] of own.steps.entries()) step.blocks = lab.steps[at]!.blocks
  }
  return { lab: own, machine: (machine) => new SavedMachine(machine, variables, asNew) }
}

/** A machine that knows, until it is made as new, what was captured on it before it was saved. */
class SavedMachine implements Machine {
  readonly #machine: Machine
  #captured: Facts
  readonly #asNew: () => void

  constructor(machine: Machine, captured: Facts, asNew: () => void) {
    this.#machine = machine
    this.#captured = captured
    this.#asNew = asNew
  }

  get kind(): Machine['kind'] {
    return this.#machine.kind
  }

  get id(): string {
    return this.#machine.id
  }

  get facts(): Facts {
    return { ...this.#captured, ...this.#machine.facts }
  }

  get pace(): number {
    return this.#machine.pace
  }

  open(terminal: string, size: Size): Promise<Terminal> {
    return this.#machine.open(terminal, size)
  }

  exec(script: string, options?: ExecOptions): Promise<Output> {
    return this.#machine.exec(script, options)
  }

  async reset(): Promise<void> {
    await this.#machine.reset()
    this.#captured = {}
    this.#asNew()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#machine[Symbol.asyncDispose]()
  }
}
