import { isFact } from '../../expect/expectation.ts'
import { namesExpected, namesTyped } from './names.ts'
import { blocksOf, type Rule } from './rule.ts'

/** A check must hold however the learner got there: what a console block captured is not known if it was not run. */
export const checkOnCapture: Rule = {
  name: 'check-on-capture',
  severity: 'warning',
  *find(lab, _facts, source) {
    const captured = new Map<string, number>()
    for (const { kind, commands } of blocksOf(lab)) {
      for (const command of commands) {
        if (kind === 'console') {
          for (const { name, position } of namesExpected(command)) {
            const given = isFact(name) || Object.hasOwn(lab.vary, name)
            if (!given && !captured.has(name)) captured.set(name, position.line)
          }
        }
        if (kind !== 'check' && kind !== 'question') continue
        for (const { name, position } of [...namesTyped(command, source), ...namesExpected(command)]) {
          if (!captured.has(name)) continue
          yield {
            position,
            message: `This ${kind} stands on \`{${name}}\`, which only the command above line ${captured.get(name)} captures.`,
            mend: `Find the value out in the ${kind} itself, under a name of its own.`,
          }
        }
      }
    }
  },
}
