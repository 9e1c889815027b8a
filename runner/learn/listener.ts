import type { MachineError } from '../machine/machine.ts'

/** A command of the lesson that has ended, or an answer that was given. */
export interface Trial {
  step: string
  what: 'command' | 'answer'
  /** The command as it was typed, or the question. */
  text: string
  ok: boolean
  /** Why it fell short; empty where it did not. */
  reason: string
}

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
  /** Told before `changed`. */
  tried?(trial: Trial): void
  /** A command has ended, and the checks have been looked at. */
  settled?(): void
  /** The machine has gone, and all that ran on it. Told once. */
  gone(error: MachineError): void
}
