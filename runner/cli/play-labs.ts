import { randomBytes } from 'node:crypto'
import type { Lab } from '../lab/lab.ts'
import {
  isKeepable,
  type Keepable,
  LacksRequirement,
  type Machine,
  MachineError,
} from '../machine/machine.ts'
import type { PlayEvent } from '../play/events.ts'
import { play } from '../play/play.ts'
import type { LabResult } from '../play/result.ts'
import type { Reporter } from '../report/reporter.ts'
import type { Failure, RunResult, Skipped } from '../report/run.ts'
import type { MachineSource } from './machines.ts'
import { untilSignalled } from './until-signalled.ts'

export interface PlayLabsOptions {
  /** How many labs are played at once. */
  jobs: number
  /** Gives the values of `vary`; each lab draws its own where none is given. */
  seed?: string
  /** Milliseconds that a command may take. */
  timeout?: number
  bail: boolean
  /** Leaves each machine behind for a look. */
  keep: boolean
  /** What comes is to be printed from now on: see `play`. */
  accept?: boolean
  /** Told of each event, besides the reporters. */
  onEvent?: (event: PlayEvent) => void
}

/**
 * Plays labs, each on a machine of its own. A signal (Ctrl-C) ends all plays and machines in order, and then the process.
 * @returns what was found, in the order of the labs
 */
export const playLabs = async (
  labs: readonly Lab[],
  source: MachineSource,
  reporters: readonly Reporter[],
  options: PlayLabsOptions,
): Promise<RunResult> => {
  const results = new Map<Lab, LabResult>()
  const failures = new Map<Lab, Failure>()
  const skipped = new Map<Lab, Skipped>()
  const waiting = [...labs]

  const playOne = async (lab: Lab, signal: AbortSignal): Promise<void> => {
    let machine: Machine | undefined
    try {
      machine = await source.make(lab, signal)
      signal.throwIfAborted()
      const seed = options.seed ?? randomBytes(4).toString('hex')
      const { timeout, bail, accept = false } = options
      const events = play(lab, machine, {
        seed,
        bail,
        accept,
        cleanup: source.livesOn,
        signal,
        ...(timeout ? { timeout } : {}),
      })
      for await (const event of events) {
        for (const reporter of reporters) reporter.event?.(event)
        options.onEvent?.(event)
        if (event.type === 'lab-ended') results.set(lab, event.result)
      }
      if (options.keep && isKeepable(machine)) await keep(machine)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof MachineError)) throw error
      if (error instanceof LacksRequirement) {
        const skip = { lab: lab.name, file: lab.file, reason: error.message }
        skipped.set(lab, skip)
        for (const reporter of reporters) reporter.skipped?.(skip)
        return
      }
      const failure = { lab: lab.name, file: lab.file, reason: error.message, mend: error.mend }
      failures.set(lab, failure)
      for (const reporter of reporters) reporter.failed?.(failure)
    } finally {
      await machine?.[Symbol.asyncDispose]()
    }
  }
  await untilSignalled(
    (signal) => {
      const worker = async (): Promise<void> => {
        for (let lab = waiting.shift(); lab && !signal.aborted; lab = waiting.shift())
          await playOne(lab, signal)
      }
      return Promise.all(Array.from({ length: Math.min(options.jobs, labs.length) }, worker))
    },
    () => {
      for (const reporter of reporters) reporter.stopped?.()
    },
  )

  const run: RunResult = {
    labs: labs.flatMap((lab) => results.get(lab) ?? []),
    failures: labs.flatMap((lab) => failures.get(lab) ?? []),
    skipped: labs.flatMap((lab) => skipped.get(lab) ?? []),
    ok: skipped.size < labs.length && labs.every((lab) => skipped.has(lab) || results.get(lab)?.ok),
  }
  for (const reporter of reporters) reporter.end(run)
  return run
}

const keep = async (machine: Machine & Keepable): Promise<void> => {
  await machine.keep()
  console.error(
    `machine ${machine.id} is left for a look: labwright run LAB --machine ${machine.kind}:${machine.id}; labwright clean ${machine.id} ends it`,
  )
}
