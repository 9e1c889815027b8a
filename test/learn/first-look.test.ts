import { afterEach, expect, it, vi } from 'vitest'
import { LearnSession } from '../../runner/learn/session.ts'
import type { Machine } from '../../runner/machine/machine.ts'
import { block, labOf, lesson } from '../lab/lesson.ts'

const sessions: LearnSession[] = []
afterEach(async () => {
  for (const session of sessions.splice(0)) await session[Symbol.asyncDispose]()
})

/** A session on a machine that is so many times slower than usual, and what was run there. */
const begin = async (pace: number) => {
  const ran: string[] = []
  const machine: Machine = {
    kind: 'browser',
    id: 'k3f9',
    facts: {},
    pace,
    open: () => Promise.reject(new Error('not here')),
    exec: async (script) => {
      ran.push(script)
      return { stdout: 'there\n', stderr: '', exit: 0 }
    },
    reset: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }
  const listener = { changed: vi.fn(), output: vi.fn(), ended: vi.fn(), stepDone: vi.fn(), gone: vi.fn() }
  const body = [block('console', 'host$ true'), block('check it is there', 'host$ cat /it', 'there')].join(
    '\n\n',
  )
  const session = new LearnSession({
    lab: labOf(lesson(body)),
    machine,
    seed: 'one',
    done: [],
    life: 1,
    listener,
  })
  sessions.push(session)
  await session.begin()
  return { session, ran, held: () => session.state().steps[0]!.checks[0]!.held, ...listener }
}

it('a machine is ready once its checks have been looked at', async () => {
  const { held } = await begin(1)
  expect(held()).toBe(true)
})

it('a slow machine is ready before, and its checks are looked at all the same', async () => {
  const { ran, held, changed } = await begin(6)
  expect(ran).toEqual([])
  await expect.poll(held).toBe(true)
  expect(changed).toHaveBeenCalled()
})

it('nobody looks at a machine that was left meanwhile', async () => {
  const { session, ran } = await begin(6)
  await session[Symbol.asyncDispose]()
  await new Promise((resolve) => setTimeout(resolve, 800))
  expect(ran).toEqual([])
})
