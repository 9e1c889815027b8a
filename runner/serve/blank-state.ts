import { substitute } from '../expect/substitute.ts'
import type { Lab, Step } from '../lab/lab.ts'
import type { LearnState, StepState } from '../learn/state.ts'
import { initialVariables, type Variables } from '../play/variables.ts'

/** What a page shows of a lab while there is no machine: nothing has been run, and what was done is done. */
export const blankState = (
  lab: Lab,
  seed: string,
  done: ReadonlySet<string>,
  at: string | undefined,
): Pick<LearnState, 'variables' | 'at' | 'steps' | 'terminals'> => {
  const variables = initialVariables(lab, {}, seed)
  const next = lab.steps.find(({ id }) => !done.has(id)) ?? lab.steps.at(-1)
  return {
    variables: Object.fromEntries(variables),
    at: at ?? next?.id ?? '',
    steps: lab.steps.map((step) => stepState(step, variables, done.has(step.id))),
    terminals: [],
  }
}

const stepState = ({ id, blocks }: Step, variables: Variables, done: boolean): StepState => {
  const of = (kind: string) => blocks.filter((block) => block.kind === kind)
  return {
    id,
    done,
    commands: of('console').flatMap(({ commands }, block) =>
      commands.map(({ text, terminal }, command) => ({
        block,
        command,
        text: substitute(text, variables),
        terminal,
        state: 'open',
      })),
    ),
    checks: of('check').map(() => ({ held: false, reason: '' })),
    questions: of('question').map(() => ({ answered: done, wrong: 0, trouble: '' })),
  }
}
