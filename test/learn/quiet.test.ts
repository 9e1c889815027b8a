import { expect, it } from 'vitest'
import { beginBare, STEP } from './bare-session.ts'

/** A slow machine on which to look at a check takes so many milliseconds; `looks` are under way when a terminal is wanted. */
const begin = async (look: number) => {
  let looks = 0
  const opened: { looks: number }[] = []
  const on = {
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
  }
  const { session } = await beginBare(on, `\n## Two {#two}\n\n${STEP}\n`)
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
