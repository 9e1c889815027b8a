import { expect, it } from 'vitest'
import { LoadingProgress } from '../../../site/theme/machine/loading-progress.ts'
import type { Loading } from '../../../site/theme/machine/worker-messages.ts'

const watched = (of: number) => {
  const told: Loading[] = []
  const clock = { now: 0 }
  const progress = new LoadingProgress(
    of,
    (loading) => told.push(loading),
    () => clock.now,
  )
  return { told, clock, progress }
}

it('says how many seconds are left, from how fast it came so far', () => {
  const { told, clock, progress } = watched(1000)
  progress.begins()
  clock.now = 2000
  progress.loaded(250)
  expect(told).toEqual([{ bytes: 250, of: 1000, seconds: 6 }])
})

it('says nothing of seconds before it has seen a while of it', () => {
  const { told, clock, progress } = watched(1000)
  progress.begins()
  clock.now = 300
  progress.loaded(100)
  expect(told).toEqual([{ bytes: 100, of: 1000 }])
})

it('counts what was kept as there, but not as fast', () => {
  const { told, clock, progress } = watched(1000)
  progress.kept(500)
  clock.now = 1000
  progress.begins()
  clock.now = 3000
  progress.loaded(100)
  expect(told.at(-1)).toEqual({ bytes: 600, of: 1000, seconds: 8 })
})

it('is not told for every piece, but always at the end', () => {
  const { told, clock, progress } = watched(100)
  progress.begins()
  for (let piece = 0; piece < 100; piece++) {
    clock.now += 10
    progress.loaded(1)
  }
  expect(told.length).toBeLessThan(10)
  expect(told.at(-1)).toEqual({ bytes: 100, of: 100, seconds: 0 })
})

it('goes back where a download is begun anew', () => {
  const { told, clock, progress } = watched(100)
  progress.loaded(60)
  clock.now = 1000
  progress.loaded(-60)
  expect(told.at(-1)).toEqual({ bytes: 0, of: 100 })
})
