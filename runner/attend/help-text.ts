/** What a learner is told of a step, as it goes on and by the menu. */

import type { StepProgress } from '../learn/step-progress.ts'
import type { Judged } from '../learn/task.ts'
import type { Course } from './course.ts'
import type { LessonText } from './lesson-text.ts'
import { MENU_NAME } from './menu.ts'
import type { Paint } from './paint.ts'
import type { Pane } from './pane.ts'
import { reasonLines } from './reason.ts'

/** What became of a command of the lesson that was typed. */
export const judgedLines = (
  judged: Judged,
  { tasks }: StepProgress,
  paint: Paint,
  columns: number,
): string[] => {
  if (judged.ok) {
    const done = tasks.filter((task) => task.done).length
    return judged.again ? [] : [paint.dim(`✓ as the lesson shows (${done} of ${tasks.length})`)]
  }
  const patient = judged.task.block.options.within !== undefined
  return [
    paint.yellow('This is not what the lesson shows:'),
    ...reasonLines(judged.reason, paint, columns),
    ...(patient ? [paint.dim('It may take a moment: try again.')] : []),
  ]
}

/** The step is done, and how to go on. */
export const doneLines = (
  { number, outcomes, next }: Course,
  progress: StepProgress,
  pane: Pane | undefined,
  paint: Paint,
): string[] => {
  const done = paint.green(paint.bold(`✓ Step ${number} of ${outcomes.length} done.`))
  // What runs in the foreground would get the Enter.
  const key = pane?.atPrompt ? 'Enter at the empty prompt' : `${MENU_NAME} n`
  return [
    '',
    `${done} ${next ? `Next: ${next.title}` : 'That was the last one.'}`,
    ...(progress.next ? ['  Some commands of the lesson are left to try.'] : []),
    paint.dim(`  ${key} ${next ? 'goes on' : 'ends the lab'}; until then, look around.`),
  ]
}

/** What is there and what is missing, and why. */
export const statusLines = ({ checks, questions, tasks }: StepProgress, text: LessonText): string[] => {
  const open = tasks.filter(({ done }) => !done).map(({ command }) => command)
  if (checks.length + questions.length > 0) {
    return [
      ...checks.flatMap(({ held, block, reason }) => text.verdict(held, block, reason)),
      ...questions.flatMap(({ answered, block }) => text.verdict(answered, block)),
    ]
  }
  if (open.length === 0)
    return ['All commands of this step have been typed, and printed what the lesson shows.']
  return ['Still to be typed, and to print what the lesson shows:', ...text.commands(open)]
}

/** The next hint; each call shows one more. */
export const nextHint = (progress: StepProgress, text: LessonText, paint: Paint): string[] => {
  const { hints } = progress.step
  const hint = hints[progress.hintsShown]
  if (hint === undefined) {
    const none = hints.length === 0 ? 'This step has no hint' : 'There are no more hints'
    return [paint.dim(`${none}; ${MENU_NAME} s shows the solution.`)]
  }
  progress.hintsShown++
  return ['', paint.yellow(`Hint ${progress.hintsShown} of ${hints.length}`), ...text.markdown(hint), '']
}

/** The commands that are still to be typed; where only a question is open, those that tell its answer. */
export const solutionLines = (progress: StepProgress, text: LessonText, paint: Paint): string[] => {
  const open = progress.tasks.filter(({ done }) => !done).map(({ command }) => command)
  if (open.length > 0) {
    return ['', ...text.commands(open), paint.dim(`${MENU_NAME} r types the next one for you.`), '']
  }
  if (progress.openQuestion) {
    const commands = progress.openQuestion.block.commands.map((command) => ({ ...command, expected: [] }))
    return ['', 'The answer is in what this prints:', ...text.commands(commands), '']
  }
  if (progress.hintsShown < progress.step.hints.length) return nextHint(progress, text, paint)
  return [paint.dim('The lesson shows no more commands for this step.')]
}
