import { substitute } from '../expect/substitute.ts'
import type { Life } from './life.ts'
import type { CommandState, LearnState, StepState } from './state.ts'
import type { StepProgress } from './step-progress.ts'

/** What a page shows of what a learner does on a machine, as plain data that nothing changes any more. */
export const snapshot = (
  life: Life,
  done: ReadonlySet<string>,
): Pick<LearnState, 'variables' | 'at' | 'steps' | 'terminals'> => ({
  variables: Object.fromEntries(life.stage.variables),
  at: life.at.step.id,
  steps: stepStates(life, done),
  terminals: life.terminals.names,
})

const stepStates = (life: Life, done: ReadonlySet<string>): StepState[] =>
  life.lesson.steps.map((progress) => {
    const { id } = progress.step
    const trouble = life.ready.trouble(id)
    return {
      id,
      done: done.has(id),
      commands: commandStates(progress, life),
      checks: progress.checks.map(({ held, reason }) => ({ held, reason })),
      questions: progress.questions.map(({ answered, wrong, trouble }) => ({ answered, wrong, trouble })),
      ...(trouble === undefined ? {} : { trouble }),
    }
  })

const commandStates = ({ step, tasks }: StepProgress, { lesson, stage, typing }: Life): CommandState[] => {
  const blocks = step.blocks.filter(({ kind }) => kind === 'console')
  return tasks.map((task) => {
    const { block, command } = task
    const outcome = lesson.outcome(task)
    const common = {
      block: blocks.indexOf(block),
      command: block.commands.indexOf(command),
      text: substitute(command.text, stage.variables),
      terminal: command.terminal,
      ...(outcome ? { output: outcome.output } : {}),
    }
    if (typing.isUnderWay(task)) return { ...common, state: 'running' }
    if (!outcome) return { ...common, state: 'open' }
    return outcome.ok
      ? { ...common, state: 'matched' }
      : { ...common, state: 'differs', reason: outcome.reason }
  })
}
