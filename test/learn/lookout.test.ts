import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Lookout } from '../../runner/learn/lookout.ts'
import type { Check, StepProgress } from '../../runner/learn/step-progress.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A step whose checks come to hold at a time, in milliseconds from now. `within` is in milliseconds too. */
const stepOf = (checks: { holdsAt: number; within?: number }[], isTyped = true) => {
  const began = performance.now()
  const looks: { at: number; which: number[] }[] = []
  const all = checks.map(({ within }) => ({ block: { options: { within } }, held: false, reason: '' }))
  const progress = {
    checks: all,
    next: isTyped ? undefined : {},
    look: async (which: typeof all) => {
      const at = performance.now() - began
      looks.push({ at, which: which.map((check) => all.indexOf(check)) })
      const changed = which.filter((check) => !check.held && checks[all.indexOf(check)]!.holdsAt <= at)
      for (const check of changed) check.held = true
      return changed as unknown as Check[]
    },
  } as unknown as StepProgress
  const lookout = new Lookout({ pace: 1, progress: () => progress, looked: () => {} })
  return { lookout, looks, checks: all }
}

it('looks once at checks that must hold at once', async () => {
  const { lookout, looks } = stepOf([{ holdsAt: 0 }, { holdsAt: 100 }])
  await lookout.look()
  expect(looks).toEqual([{ at: 0, which: [0, 1] }])
})

it('looks less and less often at a check that may take its time, and once more when its time is up', async () => {
  const { lookout, looks } = stepOf([{ holdsAt: Number.POSITIVE_INFINITY, within: 5000 }])
  const over = lookout.look()
  await vi.runAllTimersAsync()
  await over
  const pauses = looks.slice(1).map(({ at }, index) => at - looks[index]!.at)
  expect(pauses.length).toBeGreaterThanOrEqual(4)
  expect(pauses.length).toBeLessThanOrEqual(6)
  for (const [index, pause] of pauses.slice(1, -1).entries()) expect(pause).toBeGreaterThan(pauses[index]!)
  expect(looks.at(-1)!.at).toBe(5000)
})

it('looks seldom while commands of the step are still to be typed', async () => {
  const { lookout, looks } = stepOf([{ holdsAt: Number.POSITIVE_INFINITY, within: 5000 }], false)
  const over = lookout.look()
  await vi.runAllTimersAsync()
  await over
  expect(looks.map(({ at }) => at)).toEqual([0, 1000, 5000])
})

it('sees that a check holds at most half as late again, and then looks no more', async () => {
  const { lookout, looks, checks } = stepOf([{ holdsAt: 1600, within: 10_000 }])
  const over = lookout.look()
  await vi.runAllTimersAsync()
  await over
  expect(checks[0]!.held).toBe(true)
  expect(looks.at(-1)!.at).toBeLessThanOrEqual(1.5 * 1600 + 300)
})

it('looks again only at what may still hold', async () => {
  const { lookout, looks } = stepOf([{ holdsAt: 0 }, { holdsAt: 200, within: 5000 }, { holdsAt: 100 }])
  const over = lookout.look()
  await vi.runAllTimersAsync()
  await over
  expect(looks.map(({ which }) => which)).toEqual([[0, 1, 2], [1]])
})

it('looks at all of them at once when the next command ends, and often again after it', async () => {
  const { lookout, looks } = stepOf([{ holdsAt: 4200, within: 5000 }, { holdsAt: 0 }])
  const over = lookout.look()
  await vi.advanceTimersByTimeAsync(4000)
  await lookout.look()
  await vi.runAllTimersAsync()
  await over
  const again = looks.filter(({ at }) => at >= 4000)
  expect(again).toEqual([
    { at: 4000, which: [0, 1] },
    { at: 4300, which: [0] },
  ])
})

it('goes on with the step that the learner is at by then, and ends where there is none', async () => {
  let progress: StepProgress | undefined
  const first = stepOf([{ holdsAt: 9000, within: 5000 }])
  const looks: string[] = []
  const named = (name: string) =>
    ({
      checks: first.checks,
      look: async () => {
        looks.push(name)
        return []
      },
    }) as unknown as StepProgress
  progress = named('first')
  const lookout = new Lookout({ pace: 1, progress: () => progress, looked: () => {} })
  const over = lookout.look()
  await vi.advanceTimersByTimeAsync(100)
  progress = named('second')
  await vi.advanceTimersByTimeAsync(300)
  progress = undefined
  await vi.runAllTimersAsync()
  await over
  expect(looks).toEqual(['first', 'second'])
})
