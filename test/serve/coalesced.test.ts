import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Coalesced } from '../../runner/serve/coalesced.ts'

it('does often asked work seldom, and once more after the last', async () => {
  let asked = 0
  const seen: number[] = []
  using coalesced = new Coalesced(50, () => void seen.push(asked))
  for (; asked < 100; asked++) {
    coalesced.ask()
    await sleep(1)
  }
  await sleep(120)
  expect(seen.length).toBeLessThanOrEqual(8)
  expect(seen.at(-1)).toBe(100)
})

it('never does slow work twice at once', async () => {
  let [running, most, count] = [0, 0, 0]
  using coalesced = new Coalesced(1, async () => {
    most = Math.max(most, ++running)
    await sleep(20)
    running--
    count++
  })
  for (let n = 0; n < 30; n++) {
    coalesced.ask()
    await sleep(2)
  }
  await sleep(60)
  expect(most).toBe(1)
  expect(count).toBeGreaterThan(1)
})

it('rests after work that took long, as many times as long', async () => {
  let count = 0
  using coalesced = new Coalesced(
    1,
    async () => {
      count++
      await sleep(30)
    },
    10,
  )
  for (let n = 0; n < 20; n++) {
    coalesced.ask()
    await sleep(10)
  }
  expect(count).toBe(1)
  await sleep(300)
  expect(count).toBe(2)
})
