import { tokenise } from '../../runner/expect/tokens.ts'
import type { Lab } from '../../runner/lab/lab.ts'

/** The names that a lab's commands capture from what they print. */
export const capturedNames = (lab: Lab): string[] =>
  [lab, ...lab.steps]
    .flatMap(({ blocks }) => blocks)
    .flatMap(({ commands }) => commands)
    .flatMap(({ expected }) => expected)
    .flatMap(({ text }) => tokenise(text).tokens)
    .flatMap((token) => (token.kind === 'name' ? [token.name] : []))
