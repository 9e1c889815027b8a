import type { Block, Command, Position } from './lab.ts'
import type { Tell } from './translation.ts'

/** Compares the blocks of one step. `about` is where it begins, for what is missing altogether. */
export function compareBlocks(
  there: Block[],
  here: Block[],
  thereAbout: Position,
  hereAbout: Position,
  tell: Tell,
): void {
  for (const [index, block] of here.entries()) {
    const original = there[index]
    if (original?.kind !== block.kind) {
      const what = original
        ? `a ${original.kind} block stands where this ${block.kind} block stands`
        : `there is no such ${block.kind} block`
      // What follows is out of step, and would only repeat this.
      tell(
        'block',
        block.position,
        original?.position ?? thereAbout,
        what,
        'Bring the blocks into the order of the original.',
      )
      return
    }
    compareBlock(original, block, tell)
  }
  const missing = there[here.length]
  if (!missing) return
  tell(
    'block',
    here.at(-1)?.position ?? hereAbout,
    missing.position,
    `a ${missing.kind} block is missing after this`,
    'Copy the block.',
  )
}

function compareBlock(there: Block, here: Block, tell: Tell): void {
  if (
    JSON.stringify(Object.entries(there.options).sort()) !==
    JSON.stringify(Object.entries(here.options).sort())
  ) {
    tell('options', here.position, there.position, 'the options of this block differ', 'Copy the options.')
    return
  }
  for (const [index, command] of here.commands.entries()) {
    const original = there.commands[index]
    if (original?.prompt !== command.prompt || original.text !== command.text) {
      const what = original ? `the command is \`${shown(original)}\`` : 'there is no such command'
      tell(
        'command',
        command.position,
        original?.position ?? there.position,
        what,
        'Copy the commands of the block.',
      )
      return
    }
    if (differentOutput(original, command, tell)) return
  }
  const missing = there.commands[here.commands.length]
  if (!missing) return
  tell(
    'command',
    here.commands.at(-1)?.position ?? here.position,
    missing.position,
    `the command \`${shown(missing)}\` is missing after this`,
    'Copy the command.',
  )
}

function differentOutput(there: Command, here: Command, tell: Tell): boolean {
  const length = Math.max(there.expected.length, here.expected.length)
  for (let i = 0; i < length; i++) {
    const [right, line] = [there.expected[i], here.expected[i]]
    if (right?.text === line?.text) continue
    const what = right ? `the printed line is \`${right.text}\`` : 'no such line is printed'
    tell('output', (line ?? here).position, (right ?? there).position, what, 'Copy the printed output.')
    return true
  }
  if (there.exit === here.exit) return false
  const what = `the exit status is ${there.exit}, not ${here.exit}`
  tell(
    'output',
    here.exitPosition ?? here.position,
    there.exitPosition ?? there.position,
    what,
    'Copy the exit status.',
  )
  return true
}

const shown = ({ prompt, text }: Command): string => `${prompt}$ ${text.split('\n')[0]}`
