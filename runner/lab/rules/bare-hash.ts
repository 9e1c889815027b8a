import type { Command } from '../lab.ts'
import { blocksOf, type Rule } from './rule.ts'

/** A printed comment line, as in `/etc/resolv.conf`, reads as a command at the host's root prompt. */
export const bareHash: Rule = {
  name: 'bare-hash',
  severity: 'warning',
  *find(lab, _facts, source) {
    for (const { commands } of blocksOf(lab)) {
      const isBare = ({ position }: Command) =>
        source.line(position.line).startsWith('#', position.column - 1)
      if (commands.every(isBare)) continue
      for (const command of commands.filter(isBare)) {
        yield {
          position: command.position,
          message: `\`# ${command.text}\` is run as a command, in a block with other prompts.`,
          mend: `Write \`{/#/} ${command.text}\` if it is printed, or \`host# ${command.text}\` if it is to run.`,
        }
      }
    }
  },
}
