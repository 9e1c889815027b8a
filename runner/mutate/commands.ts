import type { Block, Command, Lab } from '../lab/lab.ts'
import { blocksOf, type Change } from './mutant.ts'

/** The lesson once for each command of a `console` block, without it and without what is printed under it. */
export const skippedCommands = (lab: Lab, source: string): (Change & { block: Block; command: Command })[] =>
  blocksOf(lab)
    .filter(({ kind }) => kind === 'console')
    .flatMap((block) =>
      block.commands.map((command, index) => {
        const { line } = command.position
        const { from, to } = block.lines
        const next = block.commands[index + 1]?.position.line ?? to + 1
        const lines = source.split('\n')
        // A block of nothing else goes with its fences.
        const removed =
          block.commands.length === 1
            ? lines.splice(from - 2, to - from + 3)
            : lines.splice(line - 1, next - line)
        return { line, text: removed.join('\n'), source: lines.join('\n'), block, command }
      }),
    )
