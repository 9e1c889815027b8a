import type { Lab } from '../lab/lab.ts'
import { cleanUp } from '../learn/out-of-sight.ts'
import type { Machine, MachineKind } from '../machine/machine.ts'
import { initialVariables } from '../play/variables.ts'
import type { MachineMaker } from './lab-machine.ts'

/** Milliseconds that a command of a `cleanup` block may take unless the block says otherwise. */
const TIMEOUT = 60_000

export interface MakerOptions {
  kind: MachineKind
  /** The machine outlives the lab: its cleanup is run. */
  livesOn: boolean
  /** Of the values of `vary` that stand in cleanup. */
  seed: string
  make(lab: Lab): Promise<Machine>
  /** Told what went wrong while a machine was let go of. */
  warn(message: string): void
}

/** Machines for pages, and what is done when a page is done with one. */
export const machineMaker = ({ kind, livesOn, seed, make, warn }: MakerOptions): MachineMaker => ({
  kind,
  resettable: !livesOn,
  make,
  async release(lab, machine) {
    try {
      await using ending = machine
      if (!livesOn) return
      const variables = initialVariables(lab, ending.facts, seed)
      for (const { file, line, command } of await cleanUp({ lab, machine, variables, timeout: TIMEOUT })) {
        warn(`${file}:${line}: '${command}' did not clean up as it should.`)
      }
    } catch (error) {
      warn(`machine ${machine.id} of lab ${lab.name}: ${error instanceof Error ? error.message : error}`)
    }
  },
})
