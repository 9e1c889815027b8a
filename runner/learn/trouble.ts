import { MachineError } from '../machine/machine.ts'

/** Whatever went wrong behind a learner's back, as a machine that has gone. */
export const asMachineError = (error: unknown): MachineError =>
  error instanceof MachineError
    ? error
    : new MachineError(error instanceof Error ? error.message : String(error), 'reset the machine', {
        cause: error,
      })

/** A machine's error as it is told: what, and what mends it. */
export const troubleText = ({ message, mend }: MachineError): string => `${message}; ${mend}`
