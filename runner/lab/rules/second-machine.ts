import { BETA, machineOf } from '../terminals.ts'
import { commandsOf, type Rule } from './rule.ts'

/** Without `two-machines`, a prompt `beta$ ` is one more terminal on the only machine there is. */
export const secondMachine: Rule = {
  name: 'second-machine',
  severity: 'warning',
  *find(lab) {
    if (lab.requires.includes('two-machines')) return
    const command = commandsOf(lab).find(({ terminal }) => machineOf(terminal) === BETA)
    if (!command) return
    yield {
      position: command.position,
      message: `Terminal \`${command.terminal}\` names the machine ${BETA}, which the lab does not require.`,
      mend: 'Add `two-machines` to `requires:` in the frontmatter, or name the terminal otherwise.',
    }
  },
}
