/** How a learner stands in a lab, at a glance. Nothing here needs Node. */
import type { LabView, StuckLimits, WorkView } from './view.ts'

/** `waiting`: all open steps are done, and others are closed. */
export type Standing = 'none' | 'working' | 'stuck' | 'waiting' | 'done'

/** @param now milliseconds since 1970, by the server's clock */
export const standing = (
  { steps, until }: Pick<LabView, 'steps' | 'until'>,
  work: Pick<WorkView, 'done' | 'progressed' | 'failed'> | undefined,
  limits: StuckLimits,
  now: number,
): Standing => {
  if (!work) return 'none'
  const left = steps.filter(({ id }) => work.done[id] === undefined)
  if (left.length === 0) return 'done'
  if (!left.some(({ id }) => isOpen(steps, until, id))) return 'waiting'
  return work.failed >= limits.tries || now - work.progressed >= limits.after ? 'stuck' : 'working'
}

/** Whether a step is open, where those up to one are; null: all are. A step that is not there any more closes none. */
export const isOpen = (
  steps: readonly { id: string }[],
  until: string | null | undefined,
  id: string,
): boolean => {
  const last = steps.findIndex((step) => step.id === until)
  return last < 0 || steps.findIndex((step) => step.id === id) <= last
}
