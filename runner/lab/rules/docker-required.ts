import { commandsOf, type Rule } from './rule.ts'

/** Docker starts only for a lab that requires it; without, its first `docker` would wait for no daemon. */
export const dockerRequired: Rule = {
  name: 'docker-required',
  severity: 'error',
  *find(lab) {
    if (lab.requires.includes('docker')) return
    const command = commandsOf(lab).find(({ text }) => CALLS_DOCKER.test(text))
    if (!command) return
    yield {
      position: command.position,
      message: `\`${command.text.split('\n')[0]}\` needs Docker, which the lab does not require.`,
      mend: 'Add `docker` to `requires:` in the frontmatter.',
    }
  },
}

/** Docker as a program: at the start, behind an operator, in `$(…)`, or behind a program that runs it. */
const CALLS_DOCKER = /(?:^|[;&|(`\n]|\b(?:sudo|exec|time|then|do|xargs|if|while|until|!))[ \t]*docker[ \t]/
