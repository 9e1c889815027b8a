import { readArguments } from '../arguments.ts'
import { shellWords } from '../shell-words.ts'
import { commandsOf, type Rule } from './rule.ts'

/**
 * `ip link add a type veth` fails: before a name, ip looks for its own words, and takes the first
 * letters for the whole. Tried with every short name on iproute2 6.1.
 */
export const linkName: Rule = {
  name: 'link-name',
  severity: 'error',
  *find(lab) {
    for (const { text, position } of commandsOf(lab)) {
      for (const words of shellWords(text).commands) {
        const name = addedLink(words)
        const taken =
          name && (SHORTENED.find((word) => word.startsWith(name)) ?? WHOLE.find((word) => word === name))
        if (!taken) continue
        yield {
          position,
          message: `ip takes the link's name \`${name}\` for its own word \`${taken}\`.`,
          mend: `Write \`name ${name}\`, or choose another name, such as \`${name}0\`.`,
        }
      }
    }
  },
}

const SHORTENED = ['address', 'broadcast', 'dynamic', 'help', 'link', 'master', 'txqueuelen']
const WHOLE = ['brd', 'arp', 'mtu', 'index', 'group', 'netns', 'vf', 'alias']

/** The word that stands where `ip link add` expects the name; undefined where it is called otherwise. */
function addedLink(words: string[]): string | undefined {
  const at = words.indexOf('ip')
  if (at === -1) return undefined
  const { operands } = readArguments(words.slice(at + 1), (name) => name === 'n')
  const [object, verb, name, next] = operands
  // With `link eth0` or `name a` before it, the name is no longer in doubt.
  return object === 'link' && verb === 'add' && next === 'type' ? name : undefined
}
