import { expect, it } from 'vitest'
import { TokenBucket } from '../../runner/serve/token-bucket.ts'

it('lets a burst through, then only so much in a second', () => {
  let now = 0
  const bucket = new TokenBucket(10, 5, () => now)
  const taken = (): number => Array.from({ length: 100 }, () => bucket.take(1)).filter(Boolean).length
  expect(taken()).toBe(10)
  expect(taken()).toBe(0)
  now = 1000
  expect(taken()).toBe(5)
  now = 100_000
  expect(taken()).toBe(10)
  bucket.giveBack(3)
  expect(taken()).toBe(3)
})
