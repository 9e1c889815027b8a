import { bashMarks, type MarksOptions } from './bash-marks.ts'
import { markBody } from './marks.ts'
import { quote } from './quote.ts'

/** Says that the supervisor can be typed. No token yet: nothing else has run on the terminal. */
export const HELLO = '\x1b]133;L\x07'

/**
 * What a machine runs on the terminal. It reads the supervisor from the terminal itself, up to a NUL byte,
 * so that no file is needed on the machine, and `ps` and `env` stay short for those who look at them.
 */
export const SHELL_COMMAND: readonly string[] = [
  'bash',
  '-mc',
  String.raw`stty -icanon -echo; printf '\e]133;L\a'; IFS= read -rd '' lw; eval "$lw"`,
]

/** The same as one line for `sh -c` and `script -c`. */
export const SHELL_LINE = SHELL_COMMAND.map(quote).join(' ')

/** Shells that end as soon as they start are not started for ever: so many in one second. */
const MOST_STARTS = 20

/**
 * Bash code that keeps an interactive bash on the terminal: when one ends (`exit`, `exec ls`, `set -e; false`,
 * a kill), it reports the status with a D mark and starts the next.
 *
 * Job control (`-m`: turned on later, bash has no terminal to give) gives the terminal back to the supervisor even after a bash that was killed.
 * The first PROMPT_COMMAND, handed over in the environment and taken out of it at once, stands in for an rcfile.
 */
export function supervisor(options: Omit<MarksOptions, 'shell'> & { prompt: string }): string {
  const { token, attended, prompt } = options
  const own = (body: string): string => String.raw`\e]133;` + markBody(body, token, 0) + String.raw`\a`
  const start = [
    `unset PROMPT_COMMAND INPUTRC${attended ? '' : ' HISTFILE'}`,
    `PS1=${quote(prompt)}`,
    bashMarks({ token, attended, shell: 0 }),
  ].join('\n')
  const environment = attended ? '' : 'INPUTRC=/dev/null HISTFILE=/dev/null '
  return `
unset lw
exec 2>/dev/null
lw_namespace=$(readlink /proc/self/ns/pid)
lw_start=${quote(start)}$'\\n'"printf '${own('I;pid=%s;namespace=%s;bash=1')}' \\$\\$ '$lw_namespace'"
while [ -t 0 ]; do
  [ "$SECONDS" = "$lw_second" ] || lw_second=$SECONDS lw_starts=0
  [ $((lw_starts++)) -lt ${MOST_STARTS} ] || break
  stty sane${attended ? '' : ' -echo'}
  ${environment}SHLVL=0 PROMPT_COMMAND=$lw_start bash --norc${attended ? '' : ' --noediting'} 2>&1
  printf '${own('D;%s')}' "$?"
done
`
}
