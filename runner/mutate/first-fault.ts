import type { Lab } from '../lab/lab.ts'
import { type Machine, MachineError } from '../machine/machine.ts'
import { play } from '../play/play.ts'

/** What a play names first. */
export interface Fault {
  line: number
  reason: string
}

export interface PlayOptions {
  /** Milliseconds that a command may take unless its block says otherwise. */
  timeout: number
  signal: AbortSignal
}

/**
 * Plays a lab until something falls short; undefined where all of it holds. A machine that goes away while it is played
 * falls short, too.
 */
export const firstFault = async (
  lab: Lab,
  machine: Machine,
  options: PlayOptions,
): Promise<Fault | undefined> => {
  let line = 1
  try {
    for await (const event of play(lab, machine, { ...options, seed: 'mutate', cleanup: false })) {
      if (event.type === 'command-started') line = event.command.position.line
      if (event.type !== 'command-ended' && event.type !== 'check-ended') continue
      const { result } = event
      if (!result.ok) return { line: result.at ?? result.line, reason: result.reason ?? '' }
    }
    return undefined
  } catch (error) {
    if (!(error instanceof MachineError) || options.signal.aborted) throw error
    return { line, reason: error.message }
  }
}
