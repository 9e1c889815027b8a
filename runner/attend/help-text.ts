/** What the menu tells of a step. */
import type { LessonText } from './lesson-text.ts'
import { MENU_NAME } from './menu.ts'
import type { Paint } from './paint.ts'
import type { StepProgress } from './step-progress.ts'

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
