import type { Command, Position } from './lab.ts'
import type { SourceText } from './source-text.ts'

/** The terminal that a bare `$ ` or `# ` means. */
export const HOST = 'host'

/** A line between the fences, without what stands before it in the file. */
export interface BlockLine {
  text: string
  position: Position
}

/** `name$ command`, `name# command`; a bare `$` or `#` means the host. */
const PROMPT = /^([a-z][a-z0-9-]*)?([$#])(?:[ \t](.*))?$/

/** `> more`: the command above goes on. */
const CONTINUATION = /^>(?: (.*))?$/

/** `[7]`: the exit status. */
export const EXIT = /^\[(\d+)\]$/

const LITERAL =
  'To print a line that only looks like a prompt, write its first part as a regular expression, as in `{/#/} text`.'

/** Reads the lines between the fences as commands and what they print. `enters` and `terminal` are not decided here. */
export function readCommands(lines: readonly BlockLine[], source: SourceText): Command[] {
  const commands: Command[] = []
  let command: Command | undefined
  let first = true
  for (const { text, position } of lines) {
    const prompt = PROMPT.exec(text)
    const more = CONTINUATION.exec(text)
    if (prompt) {
      const [, name = HOST, , typed = ''] = prompt
      if (typed.trim() === '') refuseEmpty(text, position, source)
      command = { prompt: name, terminal: name, text: typed, position, enters: false, expected: [], exit: 0 }
      commands.push(command)
    } else if (command && more && command.expected.length === 0) {
      command.text += `\n${more[1] ?? ''}`
    } else if (command) {
      command.expected.push({ text, position })
    } else if (first) {
      refuseOutputFirst(text, position, source)
    }
    first = false
  }
  for (const each of commands) readExit(each, source)
  return commands
}

function refuseEmpty(text: string, position: Position, source: SourceText): void {
  const message = `The prompt \`${text.trimEnd()}\` has no command after it.`
  source.refuse(
    'empty-command',
    position,
    message,
    `Write a command after it, or take the line out. ${LITERAL}`,
  )
}

function refuseOutputFirst(text: string, position: Position, source: SourceText): void {
  const indented = PROMPT.test(text.trimStart())
  const message =
    text.trim() === ''
      ? 'The block begins with an empty line, which is output of no command.'
      : `\`${text}\` is output, but no command stands above it.`
  const mend = indented
    ? 'Take out the blanks before the prompt: a prompt begins where the fence begins.'
    : 'Begin the block with a command, such as `host$ hostname`.'
  source.refuse('output-first', position, message, mend)
}

/** Takes `[7]` off the end of what is printed. */
function readExit(command: Command, source: SourceText): void {
  const last = command.expected.findLast(({ text }) => text.trim() !== '')
  const match = last && EXIT.exec(last.text)
  if (!last || !match) return
  const exit = Number(match[1])
  if (exit > 255) {
    const mend = `An exit status is 0 to 255. To print the line itself, write \`${writeExit(last.text)}\`.`
    source.refuse('malformed-exit', last.position, `\`${last.text}\` is no exit status.`, mend)
  } else if (last !== command.expected.at(-1)) {
    const mend = `Take out the empty line below it. To print the line itself, write \`${writeExit(last.text)}\`.`
    source.refuse(
      'misplaced-exit',
      last.position,
      `\`${last.text}\` is not the last line of its output.`,
      mend,
    )
  } else {
    command.expected.pop()
    command.exit = exit
    command.exitPosition = last.position
  }
}

const writeExit = (text: string): string => `{/\\[${text.slice(1, -1)}\\]/}`

/**
 * Writes a line of output so that it is read as output again: one that looks like a prompt, or like
 * the continuation of a command, has its first part written as a regular expression.
 *
 * @param first whether it stands directly under the command
 */
export function writeOutputLine(text: string, first: boolean): string {
  if (first && CONTINUATION.test(text)) return `{/>/}${text.slice(1)}`
  const prompt = PROMPT.exec(text)
  if (!prompt) return text
  const [, name = '', sign] = prompt
  return `{/${name}${sign === '$' ? '\\$' : '#'}/}${text.slice(name.length + 1)}`
}
