import type { Block, Command, Lab } from './lab.ts'
import { EXIT, writeOutputLine } from './prompts.ts'
import { splitLines } from './source-text.ts'

/** What is to stand under a command from now on. */
export interface Replacement {
  /** A command of the lab, as `parse` returned it. */
  command: Command
  /** The lines of output, as patterns. */
  output: readonly string[]
  exit: number
}

/**
 * Rewrites the printed output of some commands. Only lines that differ change: the rest, line ends,
 * indentation and quote marks included, stays byte for byte.
 *
 * @param source the Markdown that `lab` was parsed from
 */
export function updateSource(source: string, lab: Lab, replacements: readonly Replacement[]): string {
  const lines = source.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? []
  const blocks = [lab, ...lab.steps].flatMap((part) => part.blocks)
  // From the last line to the first, so that the positions before it still hold.
  const upwards = replacements.toSorted((a, b) => b.command.position.line - a.command.position.line)
  for (const replacement of upwards) {
    const block = blocks.find(({ commands }) => commands.includes(replacement.command))
    if (block) replace(lines, block, replacement)
  }
  return lines.join('')
}

function replace(lines: string[], block: Block, { command, output, exit }: Replacement): void {
  const before = command.expected.map(({ text }) => text)
  if (command.exitPosition) before.push(`[${command.exit}]`)
  const after = writeOutput(
    output,
    command,
    exit,
    lines[block.position.line - 1]!.slice(block.position.column - 1),
  )

  let same = 0
  while (same < before.length && before[same] === after[same]) same++
  let sameAtEnd = 0
  const rest = Math.min(before.length, after.length) - same
  while (sameAtEnd < rest && before.at(-1 - sameAtEnd) === after.at(-1 - sameAtEnd)) sameAtEnd++

  const commandLine = lines[command.position.line - 1]!
  const indent = commandLine.slice(0, command.position.column - 1)
  const lineEnd = /[\r\n]*$/.exec(commandLine)![0]
  const changed = after
    .slice(same, after.length - sameAtEnd)
    .map((text) => (text === '' ? indent.trimEnd() : indent + text) + lineEnd)
  // Positions count lines from 1, and the output begins below the command's own lines.
  const first = command.position.line - 1 + command.text.split('\n').length + same
  lines.splice(first, before.length - same - sameAtEnd, ...changed)
}

/** The lines as they must be written to be read as this output and this exit status again. */
function writeOutput(output: readonly string[], command: Command, exit: number, fence: string): string[] {
  const marks = /^(`+|~+)/.exec(fence)?.[0] ?? '```'
  const lines = output
    .flatMap(splitLines)
    .map((text, index) =>
      text.trim().startsWith(marks)
        ? text.replace(marks, `{/${marks}/}`)
        : writeOutputLine(text, index === 0),
    )
  const keepsZero = exit === 0 && command.exit === 0 && command.exitPosition !== undefined
  // A printed `[7]` would be read as the exit status, unless one stands below it.
  const looksLikeExit = EXIT.test(lines.findLast((text) => text.trim() !== '') ?? '')
  if (exit !== 0 || keepsZero || looksLikeExit) lines.push(`[${exit}]`)
  return lines
}
