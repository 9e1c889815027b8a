import type { Command, Lab } from '../lab/lab.ts'
import { changedArguments } from './arguments.ts'
import { skippedCommands } from './commands.ts'
import { changedLines } from './lines.ts'
import { isLook } from './looks.ts'
import { blocksOf, type Kind, type Mutant } from './mutant.ts'

/** A lesson with one thing in it made wrong, in each way that there is: always the same ones, in the order of the file. */
export const mutantsOf = (lab: Lab, source: string, kinds: readonly Kind[]): Mutant[] => {
  const made: Record<Kind, () => Mutant[]> = { command: commands, argument: args, line: lines }
  function commands(): Mutant[] {
    return skippedCommands(lab, source).map(({ command, ...rest }) => {
      const apart = command.exit !== 0 ? 'refused' : isLook(command.text) ? 'look' : undefined
      return {
        kind: 'command',
        change: `without ${oneLine(command.text)}`,
        command,
        ...rest,
        ...(apart && { apart }),
      }
    })
  }
  function args(): Mutant[] {
    return changedArguments(lab, source).map(({ command, changed, ...rest }) => {
      // A look whose output is compared is told by it; any other may look elsewhere as well.
      const idle = command.expected.length === 0 && isLook(command.text)
      const apart = command.exit !== 0 ? 'refused' : idle ? 'look' : undefined
      const change = `${oneLine(command.text)} → ${oneLine(changed)}`
      return { kind: 'argument', change, command, ...rest, ...(apart && { apart }) }
    })
  }
  function lines(): Mutant[] {
    const blocks = blocksOf(lab)
    return changedLines(lab, source).flatMap(({ command, ...rest }) => {
      const block = blocks.find((each) => each.commands.includes(command))!
      // Cleanup is for machines that live on; these do not.
      if (block.kind === 'cleanup') return []
      const change = `${rest.text.trim()} under ${oneLine(command.text)}`
      return [{ kind: 'line', change, block, command, ...rest }]
    })
  }
  return kinds.flatMap((kind) => made[kind]()).toSorted((a, b) => a.line - b.line)
}

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ⏎ ')

/** The command that a survivor is about, and why nobody may have noticed: a place to look, not a verdict. */
export const whyUnnoticed = (lab: Lab, { kind, block, command }: Mutant): string => {
  if (kind === 'line')
    return 'what is printed there takes this line, too: look at {*}, ... and within around it'
  const step = lab.steps.findLast(({ position }) => position.line < command.position.line)
  const checked = step?.blocks.some((each) => each.kind === 'check') ?? false
  return [
    kind === 'argument' && printsNothing(command) ? 'nothing is printed under it' : '',
    kind === 'argument' && !printsNothing(command) ? 'what is printed under it holds for both' : '',
    checked ? `no check of this step asks for it` : 'its step has no check',
    'no later command depends on it',
    block.options.within ? 'its block is tried again until it holds' : '',
  ]
    .filter((each) => each !== '')
    .join('; ')
}

const printsNothing = ({ expected }: Command): boolean => expected.length === 0
