import { describe, expect, it } from 'vitest'
import { KeptOutput } from '../../runner/terminal/kept-output.ts'

const keep = (limit: number, chunks: string[]): string => {
  const kept = new KeptOutput(limit)
  for (const chunk of chunks) kept.push(chunk)
  return kept.toString()
}

describe('KeptOutput', () => {
  it('keeps all that fits', () => {
    expect(keep(100, ['a', 'b'.repeat(98), 'c'])).toBe(`a${'b'.repeat(98)}c`)
  })

  it('keeps beginning and end of what does not, and says how much is missing', () => {
    const lines = Array.from({ length: 1000 }, (_, index) => `line ${index}\n`)
    const kept = keep(200, lines)
    expect(kept.startsWith('line 0\nline 1\n')).toBe(true)
    expect(kept.endsWith('line 998\nline 999\n')).toBe(true)
    const missing = Number(/\[… (\d+) characters of output dropped …\]/.exec(kept)?.[1])
    expect(kept.replace(/\n\[….*…\]\n/, '').length + missing).toBe(lines.join('').length)
    expect(kept.length).toBeLessThan(500)
  })

  it('is quick with output that comes by the character', () => {
    const since = performance.now()
    expect(keep(10_000, Array<string>(1_000_000).fill('x')).length).toBeLessThan(40_000)
    expect(performance.now() - since).toBeLessThan(5000)
  })
})
