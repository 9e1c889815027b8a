/** What the tests of a lab do. Loaded in Vitest's worker, by the module that stands for the lab. */
import { afterAll, beforeAll, expect, type TestContext } from 'vitest'
import { Updates } from '../cli/update.ts'
import type { Lab } from '../lab/lab.ts'
import { LacksRequirement, MachineError } from '../machine/machine.ts'
import type { CheckResult, CommandResult } from '../play/result.ts'
import { LessonFault, placeOf } from './lesson-fault.ts'
import type { LabwrightOptions } from './options.ts'
import { SteppedPlay } from './stepped-play.ts'

/** Signals that may reach a worker; where Vitest itself has gone, its channel closes. */
const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const

/** What the module hands over. */
export interface Told {
  lab: Lab
  /** The Markdown that the lab was parsed from. */
  source: string
  options: LabwrightOptions
}

/** The functions of a lab's tests. All of them work on one play, each on as much of it as it needs. */
export const labTests = ({ lab, source, options }: Told) => {
  const ending = new AbortController()
  /** Steps that a test was chosen for. */
  const chosen = new Set<string>()
  let played: SteppedPlay | undefined
  /** Why the lab is not played on this kind of machine. */
  let lacking: string | undefined

  /** Asks the play for something; a test that is stopped (its time is up, somebody presses Ctrl-C) stops the play. */
  const ask = async <T>(
    line: number,
    { signal, skip }: TestContext,
    what: (play: SteppedPlay) => Promise<T>,
  ): Promise<T> => {
    if (lacking) skip(lacking)
    const stop = (): void => ending.abort(new Error(`the play was stopped at ${lab.file}:${line}`))
    signal.addEventListener('abort', stop)
    try {
      return await what(played!)
    } catch (error) {
      throw new LessonFault('not played', reasonOf(error), placeOf(lab, line))
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  /**
   * Fails a test with everything that fell short, each at its line.
   * @param notes what may have to do with it, said below the first
   */
  const hold = (
    results: readonly (CommandResult | CheckResult)[],
    notes: () => string[] = () => [],
  ): void => {
    const faults = results
      .filter(({ ok }) => !ok)
      .map((result, index) => LessonFault.of(lab, result, index === 0 ? notes() : []))
    if (faults.length > 0) throw new AggregateError(faults)
  }

  const notesOn = (id: string): string[] => [
    ...lab.steps
      .slice(
        0,
        lab.steps.findIndex((step) => step.id === id),
      )
      .filter((step) => !chosen.has(step.id) && played?.steps.get(step.id)?.ok === false)
      .map(
        ({ title, position }) => `"${title}", played before it, fell short too: ${lab.file}:${position.line}`,
      ),
    ...(Object.keys(lab.vary).length > 0
      ? [`labwright({ seed: '${played?.seed}' }) gives the same values again`]
      : []),
  ]

  /** Whether `-u` was said, or `u` pressed in watch mode. Known within a test, and after it. */
  const accepts = (): boolean => expect.getState().snapshotState.snapshotUpdateState === 'all'

  /** `-u`: accepts what came, of the steps that were chosen. */
  const update = (play: SteppedPlay): void => {
    const updates = new Updates()
    const accepted = lab.steps.filter(({ id }) => chosen.has(id)).flatMap(({ blocks }) => blocks)
    for (const event of play.commands) if (accepted.includes(event.block)) updates.note(event)
    for (const line of updates.write([{ lab, source }])) console.error(line)
  }

  return {
    /** A lab's steps build on one another. */
    options: { sequential: true, shuffle: false, retry: 0 },

    /** Makes the machine before the first test, and ends it after the last, or when Vitest ends. */
    hooks(): void {
      const leave = async (): Promise<void> => {
        ending.abort(new Error('Vitest was ended'))
        await played?.[Symbol.asyncDispose]().catch(() => {})
        process.exit(1)
      }
      beforeAll(async () => {
        for (const end of ENDS) process.once(end, leave)
        played = await SteppedPlay.on(lab, options, ending, accepts).catch((error) => {
          if (error instanceof LacksRequirement) {
            lacking = error.message
            return undefined
          }
          throw new LessonFault('no machine', reasonOf(error), placeOf(lab, 1))
        })
      })
      afterAll(async () => {
        for (const end of ENDS) process.off(end, leave)
        await played?.[Symbol.asyncDispose]()
        if (played && accepts()) update(played)
      })
    },

    /** The test of what stands before the first step. */
    setup: async (context: TestContext): Promise<void> =>
      hold(await ask(lab.blocks[0]!.position.line, context, (play) => play.beginning())),

    /** The test of one step. Where it alone was chosen, the steps before it are played too: it stands on them. */
    step:
      (id: string) =>
      async (context: TestContext): Promise<void> => {
        chosen.add(id)
        const { line } = lab.steps.find((step) => step.id === id)!.position
        const { commands, checks } = await ask(line, context, (play) => play.step(id))
        hold([...commands, ...checks], () => notesOn(id))
      },

    /** The test of what a machine that lives on is left with. */
    cleanup: async (context: TestContext): Promise<void> => {
      const { cleanup, left } = await ask(lab.steps.at(-1)!.lines.to, context, (play) => play.end())
      hold(cleanup)
      if (left.length > 0)
        throw new LessonFault(
          'left behind',
          `${left.join('\n')}\nmend: undo it in a cleanup block`,
          placeOf(lab, lab.steps.at(-1)!.lines.to),
        )
    },
  }
}

const reasonOf = (error: unknown): string => {
  if (error instanceof MachineError) return `${error.message}\nmend: ${error.mend}`
  return error instanceof Error ? error.message : String(error)
}
