import type { Block, Lab } from '../lab/lab.ts'
import { runHidden } from './hidden.ts'
import { withinOf } from './patience.ts'
import type { CheckResult } from './result.ts'
import type { Stage } from './stage.ts'

/** Whether a check holds now, and why not. */
export interface Holding {
  holds: boolean
  /** What the machine answers to a question. */
  answer?: string
  reason?: string
  at?: number
}

/**
 * Runs a `check` or `question` block once through, and stops at the first command that falls short.
 * @param patient gives a check its `within`; without it, it must hold at once
 */
export const holds = async (
  stage: Stage,
  block: Block,
  { patient }: { patient: boolean },
): Promise<Holding> => {
  // What it captures is its own: two questions each have their `{answer}`.
  const own = { ...stage, variables: new Map(stage.variables) }
  for (const command of block.commands) {
    const within = patient ? withinOf(stage.machine, block) : undefined
    const { verdict } = await runHidden(own, block, command, within)
    if (!verdict.ok) return { holds: false, reason: verdict.reason, at: verdict.at }
  }
  const answer = own.variables.get('answer')
  return { holds: true, ...(block.kind === 'question' && answer !== undefined ? { answer } : {}) }
}

/** The `check` and `question` blocks among some blocks. */
export const checksOf = (blocks: readonly Block[]): (Block & { kind: 'check' | 'question' })[] =>
  blocks.filter(
    (block): block is Block & { kind: 'check' | 'question' } =>
      block.kind === 'check' || block.kind === 'question',
  )

const CANNOT_FAIL =
  'this check holds before its step is played, so it cannot tell whether anyone did the step. ' +
  'Make it ask for what only the step brings about.'

/**
 * The verdict on a check, from what it said before its step (red) and after it (green).
 * @param before undefined for a question: there is nothing to bring about, only to find out
 */
export const verdictOf = (
  lab: Lab,
  block: Block & { kind: 'check' | 'question' },
  before: Holding | undefined,
  after: Holding,
): CheckResult => {
  const reason = after.holds ? (before?.holds ? CANNOT_FAIL : undefined) : after.reason
  const at = after.holds ? undefined : after.at
  return {
    kind: block.kind,
    title: block.title,
    file: lab.file,
    line: block.position.line,
    ok: after.holds && !before?.holds,
    before: before?.holds ?? null,
    after: after.holds,
    ...(reason === undefined ? {} : { reason }),
    ...(at === undefined ? {} : { at }),
  }
}
