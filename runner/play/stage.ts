import type { Lab } from '../lab/lab.ts'
import type { Machine } from '../machine/machine.ts'
import type { Variables } from './variables.ts'

/** What every part of a play needs: the lab, where it is played, and what is known so far. */
export interface Stage {
  lab: Lab
  machine: Machine
  variables: Variables
  /** Milliseconds that a command may take unless its block says otherwise. */
  timeout: number
  /** What comes is to be printed from now on. */
  accept?: boolean
  /** Ends the play where it stands. */
  signal?: AbortSignal | undefined
}
