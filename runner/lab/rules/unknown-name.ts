import { isFact, type NameUse } from '../../expect/expectation.ts'
import { factsFor } from '../facts.ts'
import { nearest } from '../nearest.ts'
import { namesExpected, namesTyped } from './names.ts'
import { commandsOf, type Finding, type Rule } from './rule.ts'

/**
 * A name that nothing gives a value to stays in the command as `{name}`, and a fact that no machine
 * offers matches nothing. In a command, `{print}` may well be awk's: there only a name that is
 * captured further down, or one slip away from a known one, is told.
 */
export const unknownName: Rule = {
  name: 'unknown-name',
  severity: 'error',
  *find(lab, facts, source) {
    const commands = commandsOf(lab)
    const later = new Map(
      commands
        .flatMap(namesExpected)
        .toReversed()
        .map(({ name, position }) => [name, position.line]),
    )
    const roots = new Set([...facts, ...factsFor(['two-machines'])].map(rootOf))
    const known = new Set([...facts, ...Object.keys(lab.vary)])
    for (const command of commands) {
      for (const use of namesTyped(command, source)) {
        if (known.has(use.name)) continue
        if (isFact(use.name)) {
          if (roots.has(rootOf(use.name))) yield unknownFact(use, facts)
        } else if (later.has(use.name)) {
          yield {
            position: use.position,
            message: `\`{${use.name}}\` is used here and captured in line ${later.get(use.name)} only.`,
            mend: 'Capture it before it is used.',
          }
        } else {
          const meant = nearest(
            use.name,
            [...known].filter((name) => !isFact(name)),
          )
          if (meant)
            yield {
              position: use.position,
              message: `\`{${use.name}}\` is captured nowhere.`,
              mend: `Did you mean \`{${meant}}\`?`,
            }
        }
      }
      for (const use of namesExpected(command)) {
        if (!isFact(use.name)) known.add(use.name)
        else if (!known.has(use.name)) yield unknownFact(use, facts)
      }
    }
  },
}

/** `host` of `host.name`. */
const rootOf = (fact: string): string => fact.split('.')[0]!

function unknownFact({ name, position }: NameUse, facts: readonly string[]): Finding {
  const message = `The machine offers no \`{${name}}\`.`
  if (factsFor(['two-machines']).includes(name))
    return { position, message, mend: 'Add `two-machines` to `requires:` in the frontmatter.' }
  const meant = nearest(name, facts)
  return {
    position,
    message,
    mend: meant ? `Did you mean \`{${meant}}\`?` : `It offers ${facts.join(', ')}.`,
  }
}
