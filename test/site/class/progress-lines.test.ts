import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LabView, WorkView } from '../../../runner/class/view.ts'
import { progressLines, stepTimes } from '../../../site/theme/class/teacher/progress-lines.ts'

const learner = (id: string, begun: number, done: Record<string, number>) => {
  const work: WorkView = { begun, at: '', done, progressed: 0, failed: 0, tries: 0, helped: 0 }
  return { id, name: id, labs: { veth: work } }
}
const two = [learner('a', 1000, { one: 3000, two: 5000 }), learner('b', 2000, { one: 5000 })]

describe('the lines of progress', () => {
  it('rise at each step done, begin where the learner did, and end now', () => {
    expect(progressLines(two, 'veth', 9000)).toEqual({
      times: [1, 2, 3, 5, 9],
      lines: [
        { id: 'a', name: 'a', steps: [0, 0, 1, 2, 2] },
        { id: 'b', name: 'b', steps: [null, 0, 0, 1, 1] },
      ],
      median: [0, 0, 0.5, 1.5, 1.5],
    })
  })

  it('are none where nobody has begun', () => {
    const nobody = [{ id: 'a', name: 'a', labs: {} }]
    expect(progressLines(nobody, 'veth', 9000)).toEqual({ times: [], lines: [], median: [] })
  })

  it('never fall, and end with all that is done', () => {
    const time = fc.integer({ min: 0, max: 100_000 })
    fc.assert(
      fc.property(fc.array(fc.record({ begun: time, spans: fc.array(time, { maxLength: 9 }) })), (all) => {
        const learners = all.map(({ begun, spans }, at) =>
          learner(`${at}`, begun, Object.fromEntries(spans.map((span, step) => [step, begun + span]))),
        )
        const { times, lines, median } = progressLines(learners, 'veth', 300_000)
        expect(times).toEqual([...new Set(times)].sort((one, other) => one - other))
        for (const [at, { steps }] of lines.entries()) {
          expect(steps).toHaveLength(times.length)
          const known = steps.filter((count) => count !== null)
          expect(known).toEqual(known.toSorted((one, other) => one - other))
          expect(known.at(-1)).toBe(all[at]!.spans.length)
        }
        expect(median).toHaveLength(times.length)
        expect(median).not.toContain(null)
      }),
    )
  })
})

it('tells of each step how many have done it, and how long that took', () => {
  const steps = ['one', 'two', 'three'].map((id) => ({ id, title: id }))
  const lab: LabView = { name: 'veth', title: 'veth', steps, open: true, until: null, pace: null }
  expect(stepTimes(two, lab)).toEqual([
    { id: 'one', done: 2, median: 2500 },
    { id: 'two', done: 1, median: 4000 },
    { id: 'three', done: 0, median: null },
  ])
})
