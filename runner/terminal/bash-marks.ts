import { markBody, promptBody } from './marks.ts'
import { quoteOnOneLine } from './quote.ts'

export interface MarksOptions {
  token: string
  shell: number
  /** A person types too: the line editor and history stay as people know them. */
  attended: boolean
}

/**
 * Bash code that makes an interactive bash (4.4 or later) print marks around its prompt, and so around commands.
 *
 * - `PS1` gives A, with the status, and B; `PS2` ends in P: the shell wants another line.
 * - `PROMPT_COMMAND` wraps the prompts again where a lesson sets them. It runs builtins alone, with standard output
 *   and error closed, so that neither `set -x` nor a DEBUG trap shows in the terminal, and bash itself keeps `$?` and
 *   `$_` across it. A `D` printed by PROMPT_COMMAND was tried: it says nothing that A does not, and each write to a
 *   terminal costs as much as all the rest.
 * - Attended, `PS0` gives C, where the editing of a line ends and output begins. Unattended there is no echo, so
 *   output begins where the keys end; C would double the time that a short command takes.
 * - Unattended, `!` is an ordinary character. Attended, a paste is a paste also where TERM is unknown, and bytes
 *   above 127 are text also where the locale is unknown.
 * - Everything lives in these variables: `declare -F`, `trap`, `alias` and `env` show nothing of it.
 */
export function bashMarks(options: MarksOptions): string {
  const mark = (body: string): string => String.raw`\e]133;${markBody(body, options.token, options.shell)}\a`
  const hidden = (body: string): string => String.raw`$'\\[${mark(body)}\\]'`
  const unlessOwn = (name: string, assignment: string): string =>
    `[[ \${${name}-} == *aid=${options.token}.* ]] || ${name}=${assignment}`
  const wrapped = [
    unlessOwn('PS1', `${hidden(promptBody(options.attended))}\${PS1-}${hidden('B')}`),
    unlessOwn('PS2', `\${PS2-}${hidden('P')}`),
    ...(options.attended ? [unlessOwn('PS0', `$'${mark('C')}'\${PS0-}`)] : []),
  ]
  const wrap = `{ ${wrapped.join('; ')}; } >&- 2>&-`
  return [
    ...(options.attended ? [EDITING] : ['set +H', 'PS2=']),
    `PROMPT_COMMAND=\${PROMPT_COMMAND:+$PROMPT_COMMAND$'\\n'}${quoteOnOneLine(wrap)}`,
    wrap,
  ].join('\n')
}

const EDITING = `{
  bind 'set input-meta on'; bind 'set output-meta on'; bind 'set convert-meta off'
  bind '"\\e[200~": bracketed-paste-begin'; bind -m vi-insert '"\\e[200~": bracketed-paste-begin'
} 2>/dev/null`
