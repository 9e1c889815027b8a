import { compile } from '../../expect/compile.ts'
import { blocksOf, type Rule } from './rule.ts'

/** A printed line whose placeholders can't be read would match nothing. */
export const expectationSyntax: Rule = {
  name: 'expectation-syntax',
  severity: 'error',
  *find(lab) {
    for (const { commands, options } of blocksOf(lab)) {
      for (const { expected } of commands) {
        const compiled = compile(expected, options)
        if (!compiled.ok) yield* compiled.problems
      }
    }
  },
}
