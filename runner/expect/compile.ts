import { RE2JS } from 're2js'
import type { ExpectedLine, Position } from '../lab/lab.ts'
import type { Problem } from '../lab/problem.ts'
import { flatten } from './blanks.ts'
import { type Expectation, isFact, type NameUse, type PatternLine } from './expectation.ts'
import { atomsOf, regexOf } from './source.ts'
import { type Slip, type Token, tokenise } from './tokens.ts'
import { CAPTURE_TYPES } from './types.ts'

export interface CompileOptions {
  unordered: boolean
  /** More output may follow. */
  background?: boolean
}

/** What is wrong in a printed line; the parser adds file, line text and severity. */
export type ExpectationProblem = Pick<Problem, 'position' | 'rule' | 'message' | 'mend'>

export type Compiled = { ok: true; expectation: Expectation } | { ok: false; problems: ExpectationProblem[] }

/**
 * Reads the lines printed under a command as a pattern. Throws nothing. Empty lines at the end say nothing; anywhere
 * else, also at the start, one stands for an empty line of output.
 */
export const compile = (printed: readonly ExpectedLine[], options: CompileOptions): Compiled => {
  const problems: ExpectationProblem[] = []
  const lines: PatternLine[] = []
  const gaps: (ExpectedLine | undefined)[] = [undefined]
  const uses: NameUse[] = []

  for (const line of withoutBlankEnd(printed, options.unordered)) {
    if (flatten(line.text) === '...') {
      gaps[lines.length] ??= line
      continue
    }
    const { tokens, slips } = tokenise(line.text)
    problems.push(...slips.map((slip) => slipProblem(line, slip)), ...regexProblems(line, tokens))
    const named = tokens.filter((token) => token.kind === 'name')
    uses.push(...named.map(({ name, offset }) => ({ name, position: positionIn(line, offset) })))
    lines.push({ ...line, tokens, names: [...new Set(named.map(({ name }) => name))] })
    gaps.push(undefined)
  }

  if (problems.length > 0) return { ok: false, problems }
  const captures = [...new Set(uses.map(({ name }) => name).filter((name) => !isFact(name)))]
  const compared = lines.length > 0 || gaps[0] !== undefined
  const { unordered, background: open = false } = options
  return { ok: true, expectation: { printed, compared, lines, gaps, unordered, open, captures, uses } }
}

/** Empty lines at the end say nothing, and in any order none does. */
const withoutBlankEnd = (lines: readonly ExpectedLine[], unordered: boolean): readonly ExpectedLine[] => {
  const isBlank = (line: ExpectedLine): boolean => flatten(line.text) === ''
  if (unordered) return lines.filter((line) => !isBlank(line))
  return lines.slice(0, lines.findLastIndex((line) => !isBlank(line)) + 1)
}

const positionIn = (line: ExpectedLine, offset: number): Position => ({
  line: line.position.line,
  column: line.position.column + offset,
})

const slipProblem = (line: ExpectedLine, slip: Slip): ExpectationProblem => {
  const position = positionIn(line, slip.offset)
  if (slip.kind === 'unclosed-regex') {
    return {
      position,
      rule: 'unclosed-regex',
      message: `The regular expression \`${slip.source}\` is never closed.`,
      mend: 'Close it with `/}`; for a brace that is only text, write `{/\\{/}`.',
    }
  }
  return {
    position,
    rule: 'unknown-type',
    message: `\`${slip.source}\` asks for the type \`${slip.type}\`, which there is not.`,
    mend: `Use one of ${CAPTURE_TYPES.join(', ')}; for a brace that is only text, write \`{/\\{/}\`.`,
  }
}

const regexProblems = (line: ExpectedLine, tokens: readonly Token[]): ExpectationProblem[] => {
  const regexes = tokens.filter((token) => token.kind === 'regex')
  const refused = regexes.flatMap((token) => {
    // In a group as well: a lone `\Q` would otherwise swallow whatever stands behind it.
    const reason = refusal(token.regex) ?? refusal(`(?:${token.regex})`)
    return reason === undefined ? [] : [badRegex(line, token, reason)]
  })
  const last = regexes.at(-1)
  if (refused.length > 0 || last === undefined) return refused
  const open = tokens.filter((token) => token.kind !== 'name' || !isFact(token.name))
  const whole = refusal(regexOf(atomsOf(open, new Map()) ?? []).source)
  return whole === undefined ? [] : [badRegex(line, last, `the line as a whole is refused: ${whole}`)]
}

const badRegex = (line: ExpectedLine, token: Token, reason: string): ExpectationProblem => ({
  position: positionIn(line, token.offset),
  rule: 'bad-regex',
  message: `\`${token.source}\` is not a regular expression: ${reason}.`,
  mend: 'Write it in RE2 syntax (no lookaround, no backreference), with `/` as `\\/`.',
})

/** Why RE2 refuses an expression; undefined where it takes it. */
const refusal = (source: string): string | undefined => {
  try {
    RE2JS.compile(source)
    return undefined
  } catch (error) {
    return String((error as Error).message).replace(/^error parsing regexp: /, '')
  }
}
