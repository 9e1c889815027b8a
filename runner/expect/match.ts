import { diagnose } from './diagnose.ts'
import { type Expectation, isFact } from './expectation.ts'
import { find } from './find.ts'
import type { Bindings } from './line.ts'
import type { Mismatch } from './mismatch.ts'
import { outputOf, splitOutput } from './output.ts'

/** What a command did. */
export interface Came {
  /** Plain text, lines ended by `\n`. */
  output: string
  /** Exit status; undefined where it did not end. */
  exit: number | undefined
}

export interface Match {
  ok: true
  /** What was captured, without what was known before. */
  captures: Bindings
}

/**
 * Holds what a command did against what is printed under it. Throws nothing; what it may cost is bounded.
 * @param expectedExit `[7]`, or 0; a `background` command that still runs has none
 * @param variables every value known before: facts, varied values, earlier captures
 */
export const match = (
  expectation: Expectation,
  came: Came,
  expectedExit: number,
  variables: Bindings,
): Match | Mismatch => {
  const runsOn = expectation.open && came.exit === undefined
  const exit = runsOn || came.exit === expectedExit ? undefined : { expected: expectedExit, came: came.exit }
  const output = splitOutput(came.output)
  const unknown = unknownFact(expectation, variables)
  const found = find(expectation, output, variables)
  if (found.bindings !== undefined && exit === undefined) {
    return { ok: true, captures: withoutKnown(found.bindings, variables) }
  }
  return diagnose({ expectation, output, variables, exit, unknown, found })
}

/**
 * Whether a command that still runs has printed what is expected; more may follow. A last line without its line end
 * counts only where the pattern ends in text, since what it would capture may still grow.
 */
export const isMet = (expectation: Expectation, outputSoFar: string, variables: Bindings): boolean => {
  if (unknownFact(expectation, variables) !== undefined) return false
  const lines = outputSoFar.split('\n')
  const deciding = expectation.unordered ? expectation.lines : expectation.lines.slice(-1)
  const endsInText = deciding.every((line) => line.tokens.at(-1)?.kind === 'text')
  if (!endsInText) lines.pop()
  return find({ ...expectation, open: true }, outputOf(lines), variables).bindings !== undefined
}

const unknownFact = (expectation: Expectation, variables: Bindings) =>
  expectation.uses.find(({ name }) => isFact(name) && !variables.has(name))

const withoutKnown = (bindings: Bindings, variables: Bindings): Bindings =>
  new Map([...bindings].filter(([name]) => !variables.has(name)))
