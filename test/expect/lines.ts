/** Short ways to write an expectation in a test. */
import { type CompileOptions, compile } from '../../runner/expect/compile.ts'
import type { Expectation } from '../../runner/expect/expectation.ts'
import { type Match, match } from '../../runner/expect/match.ts'
import type { Mismatch } from '../../runner/expect/mismatch.ts'
import type { ExpectedLine } from '../../runner/lab/lab.ts'

export const variables = (values: Record<string, string> = {}): Map<string, string> =>
  new Map(Object.entries(values))

/** The lines of a text, the first of them on line 1, each from column 1. */
export const linesOf = (text: string): ExpectedLine[] =>
  text.split('\n').map((text, index) => ({ text, position: { line: index + 1, column: 1 } }))

export const expectationOf = (printed: string, options: Partial<CompileOptions> = {}): Expectation => {
  const compiled = compile(linesOf(printed), { unordered: false, ...options })
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message).join('\n'))
  return compiled.expectation
}

/** Holds an output, of a command that ended with 0, against what is printed. */
export const matchText = (
  printed: string,
  output: string,
  values: Record<string, string> = {},
  options: Partial<CompileOptions> = {},
): Match | Mismatch => match(expectationOf(printed, options), { output, exit: 0 }, 0, variables(values))

/** What was captured; undefined where the output does not match. */
export const capturesOf = (...args: Parameters<typeof matchText>): Record<string, string> | undefined => {
  const result = matchText(...args)
  return result.ok ? Object.fromEntries(result.captures) : undefined
}

export const mismatchOf = (...args: Parameters<typeof matchText>): Mismatch => {
  const result = matchText(...args)
  if (result.ok) throw new Error('It matches.')
  return result
}
