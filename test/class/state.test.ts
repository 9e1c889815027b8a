import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClassEvent } from '../../runner/class/events.ts'
import { done, joined, LAB, OPENED, stateOf, tried } from './a-class.ts'

describe('what is known of a class', () => {
  it('follows from its events: who has done what, and what fell short since', () => {
    const { learners } = stateOf(
      OPENED,
      joined('a', 'Ada'),
      tried('a', 'ls', false),
      tried('a', 'ls', false),
      done('a', 'one'),
      tried('a', 'id', false, 'two'),
    )
    const work = learners.get('a')!.labs.get('alpha')!
    expect([...work.done.keys()]).toEqual(['one'])
    expect(work).toMatchObject({ tries: 3, failed: 1, progressed: 1_004_000, lastFailure: { text: 'id' } })
    expect([...work.failures.values()].map(({ text, count }) => [text, count])).toEqual([
      ['ls', 2],
      ['id', 1],
    ])
  })

  it('forgets what fell short once something comes right', () => {
    const work = stateOf(OPENED, joined('a'), tried('a', 'ls', false), tried('a', 'ls', true))
      .learners.get('a')!
      .labs.get('alpha')!
    expect(work.failed).toBe(0)
    expect(work.lastFailure).toBeUndefined()
  })

  it('has machines gone, and the class going on, after it was resumed', () => {
    const state = stateOf(
      OPENED,
      joined('a'),
      { type: 'machine', learner: 'a', lab: 'alpha', state: 'ready', id: 'abcde' },
      { type: 'access', lab: 'alpha', open: true, until: 'one' },
      { type: 'ended' },
      { type: 'resumed', machine: 'scratch', labs: [{ ...LAB, version: 'v2' }] },
    )
    expect(state.ended).toBeUndefined()
    expect(state.learners.get('a')!.labs.get('alpha')!.machine.state).toBe('gone')
    expect(state.labs[0]).toMatchObject({ version: 'v2', until: 'one' })
  })

  it('keeps newcomers out, also once it was resumed, until they may join again', () => {
    expect(stateOf(OPENED).isDoorOpen).toBe(true)
    const closed = [OPENED, { type: 'door', open: false }] as const
    expect(stateOf(...closed, { type: 'resumed', machine: 'scratch', labs: [LAB] }).isDoorOpen).toBe(false)
    expect(stateOf(...closed, { type: 'door', open: true }).isDoorOpen).toBe(true)
  })

  it('knows no learner who was shown out, whatever comes of them later', () => {
    const state = stateOf(OPENED, joined('a'), { type: 'removed', learner: 'a' }, done('a', 'one'))
    expect(state.learners.size).toBe(0)
  })

  it('is known after any events at all, in any order', () => {
    const id = fc.constantFrom('a', 'b')
    const step = fc.constantFrom('one', 'two', 'gone', '__proto__')
    const lab = fc.constantFrom('alpha', 'beta', 'constructor')
    const event: fc.Arbitrary<ClassEvent> = fc.oneof(
      fc.constant(OPENED),
      fc.constant<ClassEvent>({ type: 'ended' }),
      fc.boolean().map((open): ClassEvent => ({ type: 'door', open })),
      id.map((each) => joined(each)),
      id.map((learner): ClassEvent => ({ type: 'removed', learner })),
      fc.tuple(id, step).map(([learner, each]) => done(learner, each)),
      fc.tuple(id, step, fc.boolean()).map(([learner, each, ok]) => tried(learner, 'ls', ok, each)),
      fc
        .tuple(id, lab, step)
        .map(([learner, name, each]): ClassEvent => ({ type: 'went', learner, lab: name, step: each })),
      fc
        .tuple(lab, fc.option(step))
        .map(([name, until]): ClassEvent => ({ type: 'access', lab: name, open: true, until })),
      fc
        .tuple(lab, fc.option(step))
        .map(([name, each]): ClassEvent => ({ type: 'pace', lab: name, step: each })),
      fc
        .tuple(id, fc.boolean())
        .map(([learner, up]): ClassEvent => ({ type: 'hand', learner, up, note: '' })),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        for (const each of events) expect(ClassEvent.parse(JSON.parse(JSON.stringify(each)))).toEqual(each)
        const { learners } = stateOf(...events)
        for (const { labs } of learners.values())
          for (const work of labs.values()) expect(work.failed).toBeLessThanOrEqual(work.tries)
      }),
    )
  })
})
