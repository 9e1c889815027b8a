/** The learners as the grid shows them: how each stands in one lab, and in which order. */
import { type Standing, standing } from '../../../../runner/class/standing.ts'
import type { LabView, LearnerRow, TeacherView, WorkView } from '../../../../runner/class/view.ts'

/** By who needs help most, or by name. */
export type Order = 'need' | 'name'

export interface Row {
  learner: LearnerRow
  /** Their work on this lab; undefined where they have not begun it. */
  work: WorkView | undefined
  /** `away`: no page of theirs is connected, and something is left to do. */
  standing: Standing | 'away'
  /** How many steps are done. */
  done: number
}

type Class = Pick<TeacherView, 'learners' | 'labs' | 'stuck'>

/** @param now milliseconds since 1970, by the server's clock */
export const rowsOf = (
  { learners, stuck, readOnly }: Pick<TeacherView, 'learners' | 'stuck' | 'readOnly'>,
  lab: LabView,
  order: Order,
  now: number,
  language?: string,
): Row[] => {
  const rows = learners.map((learner): Row => {
    const work = learner.labs[lab.name]
    const found = standing(lab, work, stuck, now)
    const done = lab.steps.filter(({ id }) => work?.done[id] !== undefined).length
    // Nobody is there any more in a class that is over.
    const isAway = !readOnly && learner.pages === 0 && found !== 'done'
    return { learner, work, standing: isAway ? 'away' : found, done }
  })
  const names = new Intl.Collator(language, { numeric: true })
  const byName = (one: Row, other: Row) => names.compare(one.learner.name, other.learner.name)
  return rows.sort(order === 'name' ? byName : (one, other) => byNeed(one, other) || byName(one, other))
}

/** Who waits longest comes first; among those who get along, who has done least. */
const byNeed = (one: Row, other: Row): number => {
  const rank = rankOf(one) - rankOf(other)
  if (rank !== 0) return rank
  if (one.learner.hand && other.learner.hand) return one.learner.hand.at - other.learner.hand.at
  if (one.standing === 'stuck') return one.work!.progressed - other.work!.progressed
  return one.done - other.done
}

const rankOf = ({ learner, standing }: Row): number => {
  if (learner.hand) return 0
  if (standing === 'stuck') return 1
  return standing === 'away' ? 3 : 2
}

/** Learners who are there and stuck in the lab that they are in. */
export const countStuck = ({ learners, labs, stuck }: Class, now: number): number =>
  learners.filter((learner) => {
    const lab = labs.find(({ name }) => name === learner.lab)
    return lab && learner.pages > 0 && standing(lab, learner.labs[lab.name], stuck, now) === 'stuck'
  }).length

/** How many learners are in each lab. */
export const countByLab = (learners: readonly Pick<LearnerRow, 'lab'>[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const { lab } of learners) if (lab) counts.set(lab, (counts.get(lab) ?? 0) + 1)
  return counts
}

/** The lab with most learners in it; the first one where nobody is in any. */
export const fullestLab = ({ learners, labs }: Pick<Class, 'learners' | 'labs'>): LabView | undefined => {
  const counts = countByLab(learners)
  const count = ({ name }: LabView) => counts.get(name) ?? 0
  return labs.reduce<LabView | undefined>(
    (best, lab) => (!best || count(lab) > count(best) ? lab : best),
    undefined,
  )
}

/** How many learners have done a step. */
export const countDone = (learners: readonly LearnerRow[], lab: string, step: string): number =>
  learners.filter(({ labs }) => labs[lab]?.done[step] !== undefined).length
