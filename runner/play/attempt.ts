import { compile } from '../expect/compile.ts'
import { explain } from '../expect/explain.ts'
import { match } from '../expect/match.ts'
import type { Block, Command } from '../lab/lab.ts'
import type { Variables } from './variables.ts'

/** What came of typing a command once. */
export interface Attempt {
  output: string
  exit: number | undefined
  /** Why nothing can be compared: its time was up, it opened no shell. */
  failure?: string
}

/** `at` is the line of the file that fell short: a printed one, `[7]`, or the prompt's. */
export type Verdict = { ok: true } | { ok: false; reason: string; at: number }

/** Holds what came against what is printed; what it captured goes into `variables` when it matches. */
export const judge = (block: Block, command: Command, attempt: Attempt, variables: Variables): Verdict => {
  const compiled = compile(command.expected, block.options)
  if (!compiled.ok) {
    const reason = compiled.problems.map(({ message }) => message).join('\n')
    return { ok: false, reason, at: compiled.problems[0]?.position.line ?? command.position.line }
  }
  const found = match(compiled.expectation, attempt, command.exit, variables)
  if (found.ok && attempt.failure === undefined) {
    for (const [name, value] of found.captures) variables.set(name, value)
    return { ok: true }
  }
  const why = found.ok ? [] : explain(found)
  const reason = [...(attempt.failure ? [attempt.failure] : []), ...why].join('\n')
  const printed = found.ok ? undefined : (found.position ?? command.exitPosition)
  return { ok: false, reason, at: (printed ?? command.position).line }
}

/** Milliseconds between two tries of `within`: soon at first, then less and less often. */
const PAUSES = [20, 50, 100, 200, 400]

/** Tries until the verdict is good or `within` milliseconds are up; the last verdict counts. */
export const tryWithin = async <T extends { verdict: Verdict }>(
  within: number | undefined,
  once: () => Promise<T>,
): Promise<T> => {
  const end = performance.now() + (within ?? 0)
  for (let tries = 0; ; tries++) {
    const result = await once()
    const pause = PAUSES[Math.min(tries, PAUSES.length - 1)]!
    if (result.verdict.ok || performance.now() + pause > end) return result
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}
