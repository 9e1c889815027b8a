import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Scrollback } from '../../runner/serve/scrollback.ts'

describe('scrollback', () => {
  it('gives from any offset exactly what is missing, as far as it is kept', () => {
    const text = fc.array(fc.string({ maxLength: 60 }), { maxLength: 40 })
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 100 }), fc.nat(3000), (parts, limit, offset) => {
        const scrollback = new Scrollback(limit)
        for (const part of parts) scrollback.push(part)
        const all = parts.join('')
        const { from, data } = scrollback.since(offset)
        expect(scrollback.end).toBe(all.length)
        expect(data).toBe(all.slice(from))
        expect(data.length).toBeLessThanOrEqual(limit)
        if (offset <= all.length && all.length - offset <= 0) expect(data).toBe('')
      }),
    )
  })

  it('keeps whole chunks up to its limit', () => {
    const scrollback = new Scrollback(10_000)
    for (let n = 0; n < 100; n++) scrollback.push('x'.repeat(1000))
    expect(scrollback.since(0).data.length).toBeGreaterThan(5000)
    expect(scrollback.since(99_990)).toEqual({ from: 99_990, data: 'x'.repeat(10) })
  })

  it('gives all it has to who counts from another beginning', () => {
    const scrollback = new Scrollback(100)
    scrollback.push('abc')
    expect(scrollback.since(50)).toEqual({ from: 0, data: 'abc' })
  })
})
