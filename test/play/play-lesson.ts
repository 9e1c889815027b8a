import { ensureImage } from '../../runner/machine/image/build.ts'
import type { Machine } from '../../runner/machine/machine.ts'
import { ScratchMachine, type ScratchOptions } from '../../runner/machine/scratch/scratch.ts'
import type { PlayEvent } from '../../runner/play/events.ts'
import { type PlayOptions, play } from '../../runner/play/play.ts'
import type { CheckResult, CommandResult, LabResult, StepResult } from '../../runner/play/result.ts'
import { labOf, lesson } from '../lab/lesson.ts'

/** A scratch machine for a test. */
export const scratch = async (options: Partial<ScratchOptions> = {}): Promise<ScratchMachine> =>
  ScratchMachine.create({ image: await ensureImage(() => {}), ...options })

export interface Played {
  result: LabResult
  events: PlayEvent[]
  /** What the first step found. */
  step: StepResult
  commands: CommandResult[]
  checks: CheckResult[]
  /** The line of the lesson that begins with this text, counted from 1. */
  lineOf(text: string): number
}

/** Plays a lesson of one step, given as the Markdown of that step. */
export const playLesson = async (
  machine: Machine,
  body: string,
  options: Partial<PlayOptions> = {},
): Promise<Played> => {
  const source = body.startsWith('---') ? body : lesson(body)
  const events: PlayEvent[] = []
  for await (const event of play(labOf(source), machine, { seed: 'one', cleanup: false, ...options }))
    events.push(event)
  const last = events.at(-1)
  if (last?.type !== 'lab-ended') throw new Error('the play gave no result')
  const step = last.result.steps[0]!
  const lineOf = (text: string): number => source.split('\n').findIndex((line) => line.startsWith(text)) + 1
  return { result: last.result, events, step, commands: step.commands, checks: step.checks, lineOf }
}
