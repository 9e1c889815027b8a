import type { Lab } from '../lab/lab.ts'
import { version } from '../lab/version.ts'
import type { Machine } from '../machine/machine.ts'
import { checksOf, holds, verdictOf } from './check.ts'
import type { CheckedLab, CheckResult } from './result.ts'
import { initialVariables } from './variables.ts'

/** Milliseconds that a command of a check may take unless its block says otherwise. */
const TIMEOUT = 20_000

/** Holds a machine's present state against all checks of a lab, however it came to be so. Plays nothing. */
export const checkLab = async (lab: Lab, machine: Machine, seed: string): Promise<CheckedLab> => {
  const variables = initialVariables(lab, machine.facts, seed)
  const stage = { lab, machine, variables, timeout: TIMEOUT }
  const steps: CheckedLab['steps'] = []
  for (const step of lab.steps) {
    const checks: CheckResult[] = []
    for (const check of checksOf(step.blocks)) {
      // A question asks a person; there is nobody here.
      if (check.kind === 'question') continue
      checks.push(verdictOf(lab, check, undefined, await holds(stage, check, { patient: true })))
    }
    if (checks.length > 0)
      steps.push({ id: step.id, title: step.title, ok: checks.every(({ ok }) => ok), checks })
  }
  return { lab: lab.name, version: await version(lab), ok: steps.every(({ ok }) => ok), steps }
}
