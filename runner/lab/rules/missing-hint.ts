import type { Rule } from './rule.ts'

/** A learner whom a check holds up needs a way on. */
export const missingHint: Rule = {
  name: 'missing-hint',
  severity: 'warning',
  *find(lab) {
    for (const step of lab.steps) {
      const check = step.blocks.find(({ kind }) => kind === 'check' || kind === 'question')
      if (!check || step.hints.length > 0) continue
      yield {
        position: check.position,
        message: `The step "${step.title}" has a ${check.kind} and no hint.`,
        mend: 'Add a hint: `::: hint`, a line of help, `:::`.',
      }
    }
  },
}
