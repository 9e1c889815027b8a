import type { Lab } from '../../runner/lab/lab.ts'
import { blocksOf, type Change } from '../../runner/mutate/mutant.ts'

/** A lesson without one of its commands, and what its fault can be known by. */
export interface Removal extends Change {
  /** Something is printed under it. */
  printed: boolean
  /** It was all that its block had. */
  alone: boolean
  /** The line above it is the exit status of another command. */
  belowExit: boolean
  /** A command below it tells of it before this line: the end of its step or, where it leaves a nested shell, that of the next command. */
  before: number
}

/** The lesson once for each command, without it; what is printed under it stays. */
export const removedCommands = (lab: Lab, source: string): Removal[] => {
  const starts = blocksOf(lab).flatMap(({ commands }) => commands.map(({ position }) => position.line))
  return blocksOf(lab).flatMap(({ commands }) =>
    commands.map((command) => {
      const { line } = command.position
      const stepEnd = lab.steps.findLast(({ lines }) => lines.from < line)!.lines.to
      const next = starts.find((start) => start > line) ?? line
      const lines = source.split('\n')
      const removed = lines.splice(line - 1, command.text.split('\n').length)
      return {
        line,
        text: removed.join('\n'),
        source: lines.join('\n'),
        printed: command.expected.length > 0 || command.exitPosition !== undefined,
        alone: commands.length === 1,
        belowExit: commands.some(({ exitPosition }) => exitPosition?.line === line - 1),
        before: command.text === 'exit' ? Math.max(next, stepEnd) : stepEnd,
      }
    }),
  )
}
