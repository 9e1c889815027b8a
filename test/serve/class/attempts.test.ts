import { describe, expect, it } from 'vitest'
import { Attempts } from '../../../runner/serve/class/attempts.ts'

describe('guessing', () => {
  it('is slowed for who is wrong again and again, and for nobody else', () => {
    let now = 0
    const attempts = new Attempts(() => now)
    const guess = (address: string): boolean => {
      const looked = !attempts.isSlowed(address)
      if (looked) attempts.wrong(address)
      return looked
    }
    let tries = 0
    while (guess('192.0.2.1')) tries++
    expect(tries).toBeLessThan(20)
    expect(attempts.isSlowed('192.0.2.2')).toBe(false)
    expect(attempts.isSlowed('::ffff:192.0.2.1')).toBe(true)
    // A day of guessing.
    tries = 0
    for (let second = 0; second < 86_400; second++) {
      now += 1000
      if (guess('192.0.2.1')) tries++
    }
    expect(tries).toBeLessThan(10_000)
    expect(tries).toBeGreaterThan(1000)
  })

  it('is slowed for a whole network of IPv6 addresses', () => {
    const attempts = new Attempts(() => 0)
    for (let n = 0; n < 100; n++) attempts.wrong(`2001:db8::1:${n.toString(16)}`)
    expect(attempts.isSlowed('2001:db8:0:0:ffff::1')).toBe(true)
    expect(attempts.isSlowed('2001:db8:0:1::1')).toBe(false)
  })

  it('is not slowed by what is right', () => {
    const attempts = new Attempts(() => 0)
    for (let n = 0; n < 1000; n++) expect(attempts.isSlowed('192.0.2.1')).toBe(false)
  })
})
