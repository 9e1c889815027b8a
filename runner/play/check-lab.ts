import type { Lab } from '../lab/lab.ts'
import { version } from '../lab/version.ts'
import type { Machine } from '../machine/machine.ts'
import { checksOf, holds, verdictOf } from './check.ts'
import type { CheckedCheck, CheckedLab } from './result.ts'
import { initialVariables } from './variables.ts'

/** Milliseconds that a command of a check may take unless its block says otherwise. */
const TIMEOUT = 20_000

export interface CheckOptions {
  /** Gives each check its `within`; without it, it must hold at once. True if not given. */
  patient?: boolean
  /** Ends it where it stands: it throws then. */
  signal?: AbortSignal
}

/**
 * Holds a machine's present state against all checks of a lab, however it came to be so. Plays nothing.
 * @param seed gave this learner their values of `vary`
 */
export const checkLab = async (
  lab: Lab,
  machine: Machine,
  seed: string,
  { patient = true, signal }: CheckOptions = {},
): Promise<CheckedLab> => {
  const variables = initialVariables(lab, machine.facts, seed)
  const values = Object.fromEntries(Object.keys(lab.vary).map((name) => [name, variables.get(name)!]))
  const stage = { lab, machine, variables, timeout: TIMEOUT, signal }
  const steps: CheckedLab['steps'] = []
  for (const step of lab.steps) {
    const checks: CheckedCheck[] = []
    for (const check of checksOf(step.blocks)) {
      // A question asks a person; there is nobody here.
      if (check.kind === 'question') continue
      const verdict = verdictOf(lab, check, undefined, await holds(stage, check, { patient }))
      const { weight = 1 } = check.options
      checks.push({ ...verdict, weight, points: verdict.ok ? weight : 0 })
    }
    if (checks.length === 0) continue
    const of = sum(checks.map(({ weight }) => weight))
    const points = sum(checks.map(({ points }) => points))
    steps.push({ id: step.id, title: step.title, ok: checks.every(({ ok }) => ok), points, of, checks })
  }
  const of = sum(steps.map((step) => step.of))
  const points = sum(steps.map((step) => step.points))
  return {
    lab: lab.name,
    version: await version(lab),
    seed,
    values,
    ok: steps.every(({ ok }) => ok),
    score: of === 0 ? null : points / of,
    points,
    of,
    steps,
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0)
