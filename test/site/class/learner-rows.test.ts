import { describe, expect, it } from 'vitest'
import type { LabView, LearnerRow, WorkView } from '../../../runner/class/view.ts'
import {
  countByLab,
  countDone,
  countStuck,
  fullestLab,
  rowsOf,
} from '../../../site/theme/class/teacher/learner-rows.ts'

const MINUTE = 60_000
const now = 100 * MINUTE
const stuck = { after: 5 * MINUTE, tries: 3 }
const labNamed = (name: string): LabView => ({
  ...{ name, title: name, open: true, until: null, pace: null },
  steps: ['one', 'two', 'three'].map((id) => ({ id, title: id })),
})
const lab = labNamed('veth')
const other = labNamed('netns')

const work = (steps: string[], minutesAgo = 1, failed = 0): WorkView => ({
  ...{ begun: 0, at: '', failed, tries: failed, helped: 0, progressed: now - minutesAgo * MINUTE },
  done: Object.fromEntries(steps.map((step) => [step, now - minutesAgo * MINUTE])),
})

const learner = (name: string, veth?: WorkView, more: Partial<LearnerRow> = {}): LearnerRow => ({
  ...{ id: name, name, joined: 0, pages: 1, letsType: false, machine: { state: 'ready' } },
  ...(veth ? { lab: 'veth' } : {}),
  labs: veth ? { veth } : {},
  ...more,
})

const namesOf = (learners: LearnerRow[], order: 'need' | 'name' = 'need', readOnly = false): string[] =>
  rowsOf({ learners, stuck, readOnly }, lab, order, now).map((row) => row.learner.name)

describe('learners in the grid', () => {
  it('come in the order of who needs help', () => {
    const learners = [
      learner('has done it all', work(['one', 'two', 'three'], 30)),
      learner('is away, and stuck', work([], 20), { pages: 0 }),
      learner('is further', work(['one', 'two'])),
      learner('has just begun', work([])),
      learner('is stuck', work(['one'], 6)),
      learner('is stuck for longer', work(['one'], 9)),
      learner('fails again and again', work(['one'], 1, 3)),
      learner('has raised a hand', work(['one', 'two']), { hand: { at: now - MINUTE, note: '' } }),
      learner('raised it before', work(['one', 'two']), { hand: { at: now - 2 * MINUTE, note: '' } }),
    ]
    expect(namesOf(learners)).toEqual([
      'raised it before',
      'has raised a hand',
      'is stuck for longer',
      'is stuck',
      'fails again and again',
      'has just begun',
      'is further',
      'has done it all',
      'is away, and stuck',
    ])
  })

  it('come by name, numbers in it by their value', () => {
    const learners = ['Pair 10', 'pair 9', 'Émile', 'Zoë'].map((name) => learner(name))
    expect(namesOf(learners, 'name')).toEqual(['Émile', 'pair 9', 'Pair 10', 'Zoë'])
  })

  it('are not away in a class that is over', () => {
    const gone = learner('gone', work(['one']), { pages: 0 })
    const standings = (readOnly: boolean) =>
      rowsOf({ learners: [gone], stuck, readOnly }, lab, 'name', now).map((row) => row.standing)
    expect(standings(false)).toEqual(['away'])
    expect(standings(true)).toEqual(['working'])
  })

  it('are left as they were given', () => {
    const learners = [learner('b'), learner('a')]
    namesOf(learners, 'name')
    expect(learners.map(({ name }) => name)).toEqual(['b', 'a'])
  })
})

describe('counts of a class', () => {
  const learners = [
    learner('a', work(['one'], 9)),
    learner('b', work(['one', 'two'])),
    learner('c', undefined, { lab: 'netns', labs: { netns: work([], 9) } }),
    learner('d', work([], 9), { pages: 0 }),
    learner('e'),
  ]

  it('take as stuck who is there, and stuck in the lab that they are in', () => {
    expect(countStuck({ learners, labs: [lab, other], stuck }, now)).toBe(2)
  })

  it('tell where learners are', () => {
    expect(Object.fromEntries(countByLab(learners))).toEqual({ veth: 3, netns: 1 })
    expect(fullestLab({ learners, labs: [other, lab] })).toBe(lab)
    expect(fullestLab({ learners: [], labs: [other, lab] })).toBe(other)
    expect(fullestLab({ learners, labs: [] })).toBeUndefined()
  })

  it('tell how many have done a step', () => {
    expect(['one', 'two', 'three'].map((step) => countDone(learners, 'veth', step))).toEqual([2, 1, 0])
  })
})
