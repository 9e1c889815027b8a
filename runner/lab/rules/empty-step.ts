import type { Rule } from './rule.ts'

/** A step is done when its commands have run or its checks hold; one with neither is never done. */
export const emptyStep: Rule = {
  name: 'empty-step',
  severity: 'warning',
  *find(lab) {
    for (const step of lab.steps) {
      if (step.blocks.some(({ kind }) => kind === 'console' || kind === 'check' || kind === 'question'))
        continue
      yield {
        position: step.position,
        message: `The step "${step.title}" has no command, check or question.`,
        mend: 'Give it one, or make it prose under the step before it, with a `###` heading.',
      }
    }
  },
}
