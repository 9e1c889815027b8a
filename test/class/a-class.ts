/** A class that was written down, for tests. */
import type { ClassEvent, ClassLab, Recorded } from '../../runner/class/events.ts'
import { apply, type ClassState, emptyClass } from '../../runner/class/state.ts'

export const LAB: ClassLab = {
  name: 'alpha',
  title: 'The first',
  version: 'a3c3b385794b',
  steps: ['one', 'two', 'three'].map((id) => ({ id, title: `Step ${id}`, checks: 1 })),
}

/** Some events, a second apart from 1 000 000 on. */
export const recorded = (...events: ClassEvent[]): Recorded[] =>
  events.map((event, index) => ({ seq: index + 1, at: 1_000_000 + 1000 * index, event }))

export const OPENED: ClassEvent = { type: 'opened', title: 'A class', machine: 'scratch', labs: [LAB] }

export const joined = (learner: string, name = learner): ClassEvent => ({
  type: 'joined',
  learner,
  name,
  seed: `seed-${learner}`,
})

export const done = (learner: string, step: string): ClassEvent => ({
  type: 'done',
  learner,
  lab: 'alpha',
  step,
  version: 'a3c3b385794b',
  machine: { kind: 'scratch', id: 'abcde' },
})

export const tried = (learner: string, text: string, ok: boolean, step = 'one'): ClassEvent => ({
  type: 'tried',
  learner,
  lab: 'alpha',
  step,
  what: 'command',
  text,
  ok,
  reason: ok ? '' : 'it differs',
})

/** What is known after these events. */
export const stateOf = (...events: ClassEvent[]): ClassState => {
  const state = emptyClass()
  for (const event of recorded(...events)) apply(state, event)
  return state
}
