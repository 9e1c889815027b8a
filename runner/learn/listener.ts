import type { MachineError } from '../machine/machine.ts'

/** Who hears of what happens in a session. */
export interface LearnListener {
  /** The state differs from before; many such come at once. */
  changed(): void
  /** What a terminal printed, escape sequences and all. */
  output(terminal: string, data: string): void
  /** A terminal has ended, but not by a reset: that ends them all. */
  ended(terminal: string): void
  /** A step is done for the first time. Told before `changed`. */
  stepDone(step: string): void
  /** A command has ended, and the checks have been looked at. */
  settled?(): void
  /** The machine has gone, and all that ran on it. Told once. */
  gone(error: MachineError): void
}
