import { onTestFinished, vi } from 'vitest'
import { LearnSession } from '../../runner/learn/session.ts'
import type { Machine } from '../../runner/machine/machine.ts'
import { block, labOf, lesson } from '../lab/lesson.ts'

/** A step with one command and one check. */
export const STEP = [
  block('console', 'host$ true'),
  block('check it is there', 'host$ cat /it', 'there'),
].join('\n\n')

/** A session that has begun, on a machine of which nothing but this is there; it ends with its test. */
export const beginBare = async (on: Pick<Machine, 'pace' | 'open' | 'exec'>, more = '') => {
  const machine: Machine = {
    kind: 'browser',
    id: 'k3f9',
    facts: {},
    ...on,
    reset: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }
  const listener = { changed: vi.fn(), output: vi.fn(), ended: vi.fn(), stepDone: vi.fn(), gone: vi.fn() }
  const lab = labOf(lesson(STEP) + more)
  const session = new LearnSession({ lab, machine, seed: 'one', done: [], life: 1, listener })
  onTestFinished(() => session[Symbol.asyncDispose]())
  await session.begin()
  return { session, ...listener }
}
