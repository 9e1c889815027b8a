import type { MarksOptions } from './bash-marks.ts'
import { markBody, promptBody } from './marks.ts'

/**
 * One line to type into a shell that was found at its prompt, whatever shell it is: bash, dash or busybox ash.
 * It makes the prompts carry the marks A (with the status: all three expand `$?` in PS1), B and P, and has the shell
 * introduce itself. It stays under the 1024 bytes that busybox takes for one line.
 *
 * `\[ \]` keep the marks out of the prompt's width for the line editors of bash and busybox; dash has neither.
 * The namespace is read through /proc/self, which is right also where /proc shows another PID namespace.
 * Unattended, echo goes off, and with it all line editing: busybox then reads plain lines too.
 */
export function introduction({ token, shell, attended }: MarksOptions): string {
  const end = markBody('', token, shell)
  return [
    attended ? ' ' : ' stty -echo 2>/dev/null;PS2=;',
    `case "\${BASH_VERSION-}$(readlink /proc/$$/exe)" in `,
    attended ? '' : `[0-9]*)lw_l= lw_r=;unset HISTFILE;set +H +o emacs;;`,
    `[0-9]*|*/busybox)lw_l='\\[' lw_r='\\]';;*)lw_l= lw_r=;esac;`,
    `lw_o=$(printf '\\033]133;');lw_t=$(printf '${end}\\007');`,
    `PS1="$lw_l\${lw_o}"'${promptBody(attended)}'"$lw_t$lw_r\${PS1-}$lw_l\${lw_o}B$lw_t$lw_r";`,
    `PS2="\${PS2-}$lw_l\${lw_o}P$lw_t$lw_r";`,
    `printf '%sI;pid=%s;namespace=%s;bash=%s%s' "$lw_o" $$ "$(readlink /proc/self/ns/pid)" "\${BASH_VERSION:+1}" "$lw_t";`,
    'unset lw_l lw_r lw_o lw_t',
  ].join('')
}
