import { describe, expect, it } from 'vitest'
import { classResults, resultsCsv } from '../../runner/class/results.ts'
import { done, joined, OPENED, stateOf, tried } from './a-class.ts'

const state = stateOf(
  OPENED,
  joined('a', '=cmd|"Ada"'),
  joined('b', 'Bob, of 3b'),
  tried('a', 'ls', false),
  done('a', 'one'),
  done('a', 'three'),
  done('a', 'two'),
)

describe('results of a class', () => {
  it('are a row for each learner and lab, which no spreadsheet takes for a formula', () => {
    const [head, ada, bob] = resultsCsv(state).split('\r\n')
    expect(head).toBe(
      'learner,lab,done,steps done,steps,begun,last step,minutes,tries,fell short,helped,steps left',
    )
    expect(ada).toBe(
      '"\'=cmd|""Ada""",alpha,yes,3,3,1970-01-01T00:16:43.000Z,1970-01-01T00:16:46.000Z,0.1,1,1,0,',
    )
    expect(bob).toBe('"Bob, of 3b",,,,,,,,,,,')
  })

  it('say of each step whether and when it was done', () => {
    const { learners } = classResults(state)
    expect(learners[0]!.labs[0]).toMatchObject({ lab: 'alpha', done: true, fellShort: 1 })
    expect(learners[0]!.labs[0]!.steps[1]).toEqual({ id: 'two', done: true, at: '1970-01-01T00:16:46.000Z' })
    expect(learners[1]!.labs[0]).toMatchObject({ done: false, begun: null })
  })
})
