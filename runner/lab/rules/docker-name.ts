import { readDockerCall } from '../docker-call.ts'
import { shellWords } from '../shell-words.ts'
import { commandsOf, type Rule } from './rule.ts'

/** Docker refuses names of one letter: `[a-zA-Z0-9][a-zA-Z0-9_.-]+` (moby, daemon/names). */
export const dockerName: Rule = {
  name: 'docker-name',
  severity: 'error',
  *find(lab) {
    for (const { text, position } of commandsOf(lab)) {
      for (const name of shellWords(text).commands.map(givenName)) {
        if (name?.length !== 1) continue
        yield {
          position,
          message: `Docker refuses the name \`${name}\`: names have two letters at least.`,
          mend: `Name it \`${name}${name}\`, or by what it does.`,
        }
      }
    }
  },
}

/** The name that a call gives to a container or a network. */
function givenName(words: string[]): string | undefined {
  const call = readDockerCall(words)
  if (!call) return undefined
  if (call.verb === 'network create') return call.args.operands.at(-1)
  const name = call.verb === 'run' || call.verb === 'create' ? call.args.options.get('name') : undefined
  return typeof name === 'string' ? name : undefined
}
