/** What came of a class, for whoever grades it. */
import { csv } from '../report/csv.ts'
import type { ClassState, LabState, LearnerState, WorkState } from './state.ts'

/** Every learner and lab of the class, as plain data; times as in ISO 8601. */
export const classResults = (state: ClassState) => ({
  class: state.title,
  opened: time(state.opened),
  ended: state.ended === undefined ? null : time(state.ended),
  machine: state.machine,
  labs: state.labs.map(({ name, title, version, steps }) => ({
    ...{ name, title, version },
    steps: steps.map(({ id, title: heading }) => ({ id, title: heading })),
  })),
  learners: [...state.learners.values()].map((learner) => ({
    name: learner.name,
    joined: time(learner.joined),
    seed: learner.seed,
    labs: state.labs.map((lab) => resultOf(lab, learner.labs.get(lab.name))),
  })),
})

const resultOf = ({ name, steps }: LabState, work: WorkState | undefined) => ({
  lab: name,
  done: steps.every(({ id }) => work?.done.has(id)),
  begun: work ? time(work.begun) : null,
  tries: work?.tries ?? 0,
  fellShort: work ? fellShort(work) : 0,
  helped: work?.helped ?? 0,
  steps: steps.map(({ id }) => {
    const done = work?.done.get(id)
    return { id, done: done !== undefined, at: done ? time(done.at) : null }
  }),
})

const HEAD = [
  ...['learner', 'lab', 'done', 'steps done', 'steps', 'begun', 'last step', 'minutes'],
  ...['tries', 'fell short', 'helped', 'steps left'],
]

/** A row for each learner and lab that they have begun, and one for who has begun none. */
export const resultsCsv = ({ labs, learners }: ClassState): string =>
  csv([HEAD, ...[...learners.values()].flatMap((learner) => rowsOf(learner, labs))])

const rowsOf = (learner: LearnerState, labs: readonly LabState[]): string[][] => {
  const rows = labs.flatMap((lab) => {
    const work = learner.labs.get(lab.name)
    return work ? [rowOf(learner.name, lab, work)] : []
  })
  return rows.length > 0 ? rows : [[learner.name, ...HEAD.slice(1).map(() => '')]]
}

const rowOf = (name: string, { name: lab, steps }: LabState, work: WorkState): string[] => {
  const left = steps.filter(({ id }) => !work.done.has(id)).map(({ id }) => id)
  const last = Math.max(0, ...[...work.done.values()].map(({ at }) => at))
  return [
    ...[name, lab, left.length === 0 ? 'yes' : 'no', `${steps.length - left.length}`, `${steps.length}`],
    ...[time(work.begun), last ? time(last) : '', last ? ((last - work.begun) / 60_000).toFixed(1) : ''],
    ...[`${work.tries}`, `${fellShort(work)}`, `${work.helped}`, left.join(' ')],
  ]
}

const fellShort = ({ failures }: WorkState): number =>
  [...failures.values()].reduce((sum, { count }) => sum + count, 0)

const time = (milliseconds: number): string => new Date(milliseconds).toISOString()
