/** What a learner may see of a class's labs. Everybody who is no learner of a class may see everything. */
import { isOpen } from '../../../runner/class/standing.ts'
import type { LabView, LearnerView } from '../../../runner/class/view.ts'

type Labs = Pick<LearnerView, 'labs'> | undefined

/** `outside`: it does not belong to the class. */
export type Access = 'open' | 'closed' | 'outside'

export const accessTo = (view: Labs, lab: string): Access => {
  if (!view) return 'open'
  const found = labOf(view, lab)
  if (!found) return 'outside'
  return found.open ? 'open' : 'closed'
}

export const isStepOpen = (view: Labs, lab: string, step: string): boolean => {
  const found = labOf(view, lab)
  return !found || (found.open && isOpen(found.steps, found.until, step))
}

/** The labs before and after one that the learner may go to, in the order of the class. */
export const neighboursIn = (
  { labs }: NonNullable<Labs>,
  lab: string,
): { previous?: LabView; next?: LabView } => {
  const at = labs.findIndex(({ name }) => name === lab)
  if (at < 0) return {}
  const previous = labs.slice(0, at).findLast(({ open }) => open)
  const next = labs.slice(at + 1).find(({ open }) => open)
  return { ...(previous && { previous }), ...(next && { next }) }
}

const labOf = (view: Labs, lab: string) => view?.labs.find(({ name }) => name === lab)
