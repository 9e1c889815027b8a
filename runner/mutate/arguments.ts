import type { Block, Command, Lab } from '../lab/lab.ts'
import { isProgram, takesValue } from './looks.ts'
import { blocksOf, type Change } from './mutant.ts'
import { otherWord } from './other-word.ts'
import { placedWords, type Word } from './words.ts'

/** Verbs and keywords of the programs that lessons use. Another one is a typing mistake, which the program itself refuses. */
const KEYWORDS = new Set(
  (
    'run exec inspect ps rm network volume image container create connect disconnect start stop restart pause unpause build ' +
    'pull logs port top info version images stats commit tag swarm init join leave join-token worker node service update wait ' +
    'attach rename ls prune link addr address route neigh netns rule set add del delete show list get flush replace change ' +
    'dev via from iif to type peer name master nomaster default scope table metric src veth bridge macvlan ipvlan vlan dummy ' +
    'mode fdb qdisc root identify pids monitor ' +
    'for in do done if then else elif fi while until case esac ! { }'
  ).split(' '),
)

/**
 * Options without which the same comes of it: how long is waited, how much is told, what is tidied up. Their values count for
 * nothing either.
 */
const INDIFFERENT: Record<string, RegExp> = {
  docker: /^(--rm|--time|-q|--quiet)$/,
  ping: /^-[cWwiq]/,
  arping: /^-[cwq]/,
  curl: /^(-[sSf]+|-m|--silent|--max-time|--connect-timeout)$/,
  wget: /^-(q|T)/,
  mkdir: /^-p$/,
  rm: /^-r?fr?$/,
  grep: /^-q$/,
  iperf3: /^-t$/,
  sysctl: /^-[wq]$/,
  tcpdump: /^-[cU]$/,
}

/** Programs whose plain words are only a time to wait, or (timeout) begin with one. */
const WAITING = /^(sleep|timeout)$/

interface Edit {
  from: number
  to: number
  text: string
}

/** The lesson once for each argument of a command that a learner types, which is then another one, or, of an option, left out. */
export const changedArguments = (
  lab: Lab,
  source: string,
): (Change & { block: Block; command: Command; changed: string })[] =>
  blocksOf(lab)
    .filter(({ kind }) => kind === 'console')
    .flatMap((block) =>
      block.commands.flatMap((command) =>
        editsOf(command.text, lab.containers).map((edit) => {
          const changed = command.text.slice(0, edit.from) + edit.text + command.text.slice(edit.to)
          return { ...writeCommand(source, command, changed), block, command, changed }
        }),
      ),
    )

/** What can be changed in a command, one at a time. */
const editsOf = (text: string, containers: readonly string[]): Edit[] =>
  placedWords(text).flatMap((words) => {
    const edits: Edit[] = []
    let program = ''
    let indifferent = false
    for (const [index, word] of words.entries()) {
      const value = indifferent
      indifferent = false
      if (isProgram(word.text)) {
        program = word.text
        // How long it waits comes next.
        indifferent = WAITING.test(program)
        continue
      }
      if (program === '' || KEYWORDS.has(word.text) || containers.includes(word.text)) continue
      if (/^--?\w/.test(word.text)) {
        const next = words[index + 1]
        const paired = next && hasValue(program, word, next) ? next : undefined
        indifferent = INDIFFERENT[program]?.test(word.text) ?? false
        if (indifferent) indifferent = paired !== undefined
        else edits.push(without(text, word, paired))
        continue
      }
      if (value || /^(-|--|\/dev\/null)$/.test(word.text)) continue
      const other = otherWord(word.text)
      if (other !== undefined) edits.push({ from: word.from, to: word.to, text: other })
    }
    return edits
  })

/** Whether the next word belongs to an option: known of Docker's; of others where it is a number. */
const hasValue = (program: string, option: Word, next: Word): boolean =>
  !option.text.includes('=') &&
  (program === 'docker' ? takesValue(option.text) : /^\d+(\.\d+)?[a-zA-Z]?$/.test(next.text))

/** An option goes with its value, and the blanks before it. */
const without = (text: string, option: Word, value: Word | undefined): Edit => {
  const blanks = /[ \t]*$/.exec(text.slice(0, option.from))![0].length
  return { from: option.from - blanks, to: (value ?? option).to, text: '' }
}

/** The lesson with another text for a command: only the lines that differ are written anew, prompts stay. */
const writeCommand = (source: string, { text, position }: Command, changed: string): Change => {
  const [before, after] = [text.split('\n'), changed.split('\n')]
  const at = before.findIndex((line, index) => line !== after[index])
  const lines = source.split('\n')
  const line = position.line + at
  const old = lines[line - 1]!
  const start = old.lastIndexOf(before[at]!)
  lines[line - 1] = old.slice(0, start) + after[at] + old.slice(start + before[at]!.length)
  return { line, text: old, source: lines.join('\n') }
}
