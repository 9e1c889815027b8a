import { expect, it } from 'vitest'
import { beginBare } from './bare-session.ts'

/** A session on a machine that is so many times slower than usual, and what was run there. */
const begin = async (pace: number) => {
  const ran: string[] = []
  const begun = await beginBare({
    pace,
    open: () => Promise.reject(new Error('not here')),
    exec: async (script) => {
      ran.push(script)
      return { stdout: 'there\n', stderr: '', exit: 0 }
    },
  })
  return { ...begun, ran, held: () => begun.session.state().steps[0]!.checks[0]!.held }
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
