import { formatProblem } from '../lab/format-problem.ts'
import type { Problem } from '../lab/problem.ts'
import { LessonFault } from './lesson-fault.ts'

/** Fails the file of a lesson that can't be read, with all that is wrong, at the first of it. */
export const refuse = (problems: readonly Problem[]): never => {
  const { file, position } = problems[0]!
  throw new LessonFault('malformed', `\n${problems.map(formatProblem).join('\n\n')}`, { file, ...position })
}
