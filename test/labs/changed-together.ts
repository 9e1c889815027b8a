import { compile } from '../../runner/expect/compile.ts'
import type { Block, Command, Lab } from '../../runner/lab/lab.ts'
import { changedLines } from '../../runner/mutate/lines.ts'
import { blocksOf, type Change } from '../../runner/mutate/mutant.ts'

/** A lesson in which lines are changed that have nothing to do with each other, and those lines as they stood. */
export interface ChangedTogether {
  lines: Pick<Change, 'line' | 'text'>[]
  source: string
}

/**
 * The lesson with each of its printed lines changed, as many at once as one play can tell apart: whatever is typed on the
 * machine and known of it is as without the changes, and each command is held against what is printed under it alone.
 */
export const changedTogether = (lab: Lab, source: string): ChangedTogether[] => {
  const alone: ChangedTogether[] = []
  const together: (ChangedTogether & { keys: Set<Block | Command> })[] = []
  for (const change of changedLines(lab, source)) {
    const key = keyOf(change.command, lab, source)
    if (!key) {
      alone.push({ lines: [change], source: change.source })
      continue
    }
    const found = together.find(({ keys }) => !keys.has(key))
    const group = found ?? { keys: new Set(), lines: [], source }
    if (!found) together.push(group)
    group.keys.add(key)
    group.lines.push(change)
    const changed = change.source.split('\n')[change.line - 1]!
    group.source = group.source
      .split('\n')
      .with(change.line - 1, changed)
      .join('\n')
  }
  return [...alone, ...together]
}

/** What only one line of may be changed at once; undefined where a line must be changed alone. */
const keyOf = (command: Command, lab: Lab, source: string): Block | Command | undefined => {
  const block = blocksOf(lab).find(({ commands }) => commands.includes(command))!
  const { within, background } = block.options
  // Stops at the first of its commands that falls short, is run out of sight, and keeps to itself what it captures.
  if (block.kind === 'check' || block.kind === 'question') return block
  // Run again and again, or ended because its time is up, it leaves another machine.
  if (within !== undefined || background || command.enters) return undefined
  const compiled = compile(command.expected, block.options)
  if (!compiled.ok) return undefined
  const elsewhere = withoutLines(source, command)
  const isNeeded = (name: string): boolean => new RegExp(`\\{${name}[:}]`).test(elsewhere)
  return compiled.expectation.captures.some(isNeeded) ? undefined : command
}

/** The lesson without what is printed under a command. */
const withoutLines = (source: string, { expected }: Command): string => {
  const printed = new Set(expected.map(({ position }) => position.line))
  return source
    .split('\n')
    .filter((_, index) => !printed.has(index + 1))
    .join('\n')
}
