import { afterEach, expect, it, vi } from 'vitest'
import { LearnSession } from '../../runner/learn/session.ts'
import type { Machine } from '../../runner/machine/machine.ts'
import { block, labOf, lesson } from '../lab/lesson.ts'

const sessions: LearnSession[] = []
afterEach(async () => {
  for (const session of sessions.splice(0)) await session[Symbol.asyncDispose]()
})

/** A slow machine on which to look at a check takes so many milliseconds; `looks` are under way when a terminal is wanted. */
const begin = async (look: number) => {
  let looks = 0
  const opened: { looks: number }[] = []
  const machine: Machine = {
    kind: 'browser',
    id: 'k3f9',
    facts: {},
    pace: 6,
    open: async () => {
      opened.push({ looks })
      throw new Error('no terminal here')
    },
    exec: async () => {
      looks++
      await new Promise((resolve) => setTimeout(resolve, look))
      looks--
      return { stdout: 'there\n', stderr: '', exit: 0 }
    },
    reset: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }
  const listener = { changed: vi.fn(), output: vi.fn(), ended: vi.fn(), stepDone: vi.fn(), gone: vi.fn() }
  const body = [block('console', 'host$ true'), block('check it is there', 'host$ cat /it', 'there')].join(
    '\n\n',
  )
  const lab = labOf(`${lesson(body)}\n## Two {#two}\n\n${body}\n`)
  const session = new LearnSession({ lab, machine, seed: 'one', done: [], life: 1, listener })
  sessions.push(session)
  await session.begin()
  return { session, opened, looks: () => looks }
}

it('a command that is typed for a learner comes after a look: what looks runs on the same machine, and would be seen there', async () => {
  const { session, opened, looks } = await begin(100)
  session.go('two')
  await expect.poll(looks, { interval: 5 }).toBeGreaterThan(0)
  await session.run('two', 0, 0).catch(() => {})
  expect(opened).toEqual([{ looks: 0 }])
})

it('a look that takes its time holds up no command', async () => {
  const { session, opened, looks } = await begin(20_000)
  session.go('two')
  await expect.poll(looks, { interval: 5 }).toBeGreaterThan(0)
  await session.run('two', 0, 0).catch(() => {})
  expect(opened[0]!.looks).toBeGreaterThan(0)
})
