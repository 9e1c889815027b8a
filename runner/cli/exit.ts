import { formatProblem } from '../lab/format-problem.ts'
import type { Problem } from '../lab/problem.ts'
import { MachineError } from '../machine/machine.ts'

/** What a command's exit status says. */
export const EXIT = { held: 0, fellShort: 1, malformed: 2, noMachine: 3 } as const

/** The call, or a lesson, is malformed: said in words, exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Lessons that can't be read. */
export class LessonError extends Error {
  override readonly name = 'LessonError'
  readonly problems: Problem[]
  /** @param read how many lessons were read: none of them is played then, and that is said */
  constructor(problems: Problem[], read = 1) {
    const bad = new Set(problems.map(({ file }) => file)).size
    const rest =
      read > 1 ? [`Nothing was played: ${bad} of ${read} labs ${bad === 1 ? 'is' : 'are'} malformed.`] : []
    super([...problems.map(formatProblem), ...rest].join('\n\n'))
    this.problems = problems
  }
}

/** The exit status for what was thrown, and the words to say. Anything unforeseen is a bug of ours, and says so. */
export const explainError = (error: unknown): { status: number; text: string } => {
  if (error instanceof MachineError)
    return { status: EXIT.noMachine, text: `${error.message}\nmend: ${error.mend}` }
  if (error instanceof LessonError || error instanceof UsageError)
    return { status: EXIT.malformed, text: error.message }
  const detail =
    error instanceof Error ? (process.env.LABWRIGHT_DEBUG ? error.stack : error.message) : String(error)
  return {
    status: EXIT.noMachine,
    text: `labwright failed: ${detail}\nThis is not your lesson's fault. LABWRIGHT_DEBUG=1 shows where it happened.`,
  }
}
