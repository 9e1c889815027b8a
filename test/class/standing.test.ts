import { describe, expect, it } from 'vitest'
import { isOpen, standing } from '../../runner/class/standing.ts'
import { LAB } from './a-class.ts'

const LIMITS = { after: 60_000, tries: 3 }
const { steps } = LAB
const work = (done: string[], more: object = {}) => ({
  done: Object.fromEntries(done.map((step) => [step, 1])),
  progressed: 1000,
  failed: 0,
  ...more,
})

describe('how a learner stands', () => {
  it.each([
    ['none', undefined, null, 1000],
    ['working', work([]), null, 60_999],
    ['stuck', work(['one']), null, 61_000],
    ['stuck', work([], { failed: 3 }), null, 1000],
    ['working', work([], { failed: 2 }), null, 1000],
    ['done', work(['one', 'two', 'three'], { failed: 9 }), null, 999_999],
    ['waiting', work(['one']), 'one', 999_999],
    ['stuck', work(['one']), 'two', 999_999],
  ] as const)('%s', (expected, of, until, now) => {
    expect(standing({ steps, until }, of, LIMITS, now)).toBe(expected)
  })

  it('knows which steps are open', () => {
    expect(steps.map(({ id }) => isOpen(steps, 'two', id))).toEqual([true, true, false])
    expect(steps.map(({ id }) => isOpen(steps, null, id))).toEqual([true, true, true])
    expect(isOpen(steps, 'a step that was taken out', 'three')).toBe(true)
  })
})
