/** Each learner's steps done over time, as lines of one plot. */
import type { LabView, LearnerRow, WorkView } from '../../../../runner/class/view.ts'

export interface ProgressLines {
  /** Seconds since 1970, each once, ascending: the times of all lines. */
  times: number[]
  /** Steps done at each of the times; null before the learner began. */
  lines: { id: string; name: string; steps: (number | null)[] }[]
  /** Of those who have begun. */
  median: (number | null)[]
}

/** @param now where the lines end, milliseconds since 1970 */
export const progressLines = (
  learners: readonly Pick<LearnerRow, 'id' | 'name' | 'labs'>[],
  lab: string,
  now: number,
): ProgressLines => {
  const begun = learners.flatMap(({ id, name, labs }) => {
    const work = labs[lab]
    return work ? [{ id, name, begun: work.begun, done: Object.values(work.done) }] : []
  })
  const moments = new Set(begun.flatMap((one) => [one.begun, ...one.done]).filter((at) => at <= now))
  if (moments.size > 0) moments.add(now)
  const times = [...moments].sort((one, other) => one - other)
  const lines = begun.map(({ id, name, begun, done }) => ({
    id,
    name,
    steps: times.map((time) => (time < begun ? null : done.filter((at) => at <= time).length)),
  }))
  const median = times.map((_, at) => medianOf(lines.flatMap(({ steps }) => steps[at] ?? [])))
  return { times: times.map((time) => time / 1000), lines, median }
}

export interface StepTimes {
  id: string
  done: number
  /** Milliseconds from the lab's begin to the step, in the middle of those who have done it; null where nobody has. */
  median: number | null
}

/** The same in figures, a line a step. */
export const stepTimes = (learners: readonly Pick<LearnerRow, 'labs'>[], lab: LabView): StepTimes[] =>
  lab.steps.map(({ id }) => {
    const work = learners.flatMap(({ labs }): WorkView[] => (labs[lab.name] ? [labs[lab.name]!] : []))
    const spans = work.flatMap(({ begun, done }) => (done[id] === undefined ? [] : [done[id] - begun]))
    return { id, done: spans.length, median: medianOf(spans) }
  })

const medianOf = (values: number[]): number | null => {
  if (values.length === 0) return null
  const sorted = values.toSorted((one, other) => one - other)
  const half = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)]! : (sorted[half - 1]! + sorted[half]!) / 2
}
