import type { Block, Command, Lab } from '../../runner/lab/lab.ts'

/** A lesson with one thing in it made wrong. */
export interface Change {
  /** The first line that was changed or taken out. */
  line: number
  /** As it stood there. */
  text: string
  source: string
}

const blocksOf = (lab: Lab): Block[] => [lab, ...lab.steps].flatMap(({ blocks }) => blocks)

const commandsOf = (lab: Lab): Command[] => blocksOf(lab).flatMap(({ commands }) => commands)

/** The lesson once for each printed line, which then says what cannot come. */
export const changedLines = (lab: Lab, source: string): Change[] => {
  const lines = source.split('\n')
  const change = (line: number, rewrite: (text: string) => string): Change => {
    const text = lines[line - 1]!
    return { line, text, source: lines.with(line - 1, rewrite(text)).join('\n') }
  }
  return commandsOf(lab).flatMap(({ expected, exit, exitPosition }) => [
    ...expected.map(({ position }) =>
      change(position.line, (text) =>
        text.trim() === '...' ? 'what never comes' : `${text} what never comes`,
      ),
    ),
    ...(exitPosition ? [change(exitPosition.line, (text) => text.replace(`${exit}`, `${exit + 1}`))] : []),
  ])
}

/** A lesson without one of its commands, and what its fault can be known by. */
export interface Removal extends Change {
  /** Something is printed under it. */
  printed: boolean
  /** It was all that its block had. */
  alone: boolean
  /** The line above it is the exit status of another command. */
  belowExit: boolean
  /** The last line of its step. */
  stepEnd: number
}

/** The lesson once for each command, without it; what is printed under it stays. */
export const removedCommands = (lab: Lab, source: string): Removal[] =>
  blocksOf(lab).flatMap(({ commands }) =>
    commands.map((command) => {
      const { line } = command.position
      const lines = source.split('\n')
      const removed = lines.splice(line - 1, command.text.split('\n').length)
      return {
        line,
        text: removed.join('\n'),
        source: lines.join('\n'),
        printed: command.expected.length > 0 || command.exitPosition !== undefined,
        alone: commands.length === 1,
        belowExit: commands.some(({ exitPosition }) => exitPosition?.line === line - 1),
        stepEnd: lab.steps.findLast(({ lines }) => lines.from < line)!.lines.to,
      }
    }),
  )

/** The lesson once for each command of a `console` block, without it and without what is printed under it. */
export const skippedCommands = (lab: Lab, source: string): (Change & { command: Command })[] =>
  blocksOf(lab)
    .filter(({ kind }) => kind === 'console')
    .flatMap(({ commands, lines: block }) =>
      commands.map((command, index) => {
        const { line } = command.position
        const next = commands[index + 1]?.position.line ?? block.to + 1
        const lines = source.split('\n')
        // A block of nothing else goes with its fences.
        const removed =
          commands.length === 1
            ? lines.splice(block.from - 2, block.to - block.from + 3)
            : lines.splice(line - 1, next - line)
        return { line, text: removed.join('\n'), source: lines.join('\n'), command }
      }),
    )
