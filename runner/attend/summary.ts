import type { Step } from '../lab/lab.ts'
import type { Paint } from './paint.ts'

/** What became of a step. */
export interface StepOutcome {
  step: Step
  state: 'open' | 'done' | 'skipped'
  /** Milliseconds that the learner spent on it. */
  ms: number
}

/** What was done of a lab, a line a step. */
export const summaryLines = (
  title: string,
  outcomes: readonly StepOutcome[],
  ms: number,
  paint: Paint,
): string[] => {
  const done = outcomes.filter(({ state }) => state === 'done').length
  const all = done === outcomes.length
  const verdict = all ? 'all steps done' : `${done} of ${outcomes.length} steps done`
  const marks = { done: paint.green('✓'), skipped: paint.yellow('–'), open: paint.dim('·') }
  return [
    '',
    `${paint.bold(title)}: ${all ? paint.green(verdict) : verdict}, ${duration(ms)}`,
    ...outcomes.map(({ step, state, ms }) => {
      const note = { done: duration(ms), skipped: 'skipped', open: '' }[state]
      return `  ${marks[state]} ${step.title} ${paint.dim(note)}`.trimEnd()
    }),
  ]
}

/** Milliseconds as `8 s`, `12 min 5 s`, `1 h 3 min`. */
export const duration = (ms: number): string => {
  const seconds = Math.round(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  if (minutes === 0) return `${seconds} s`
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
