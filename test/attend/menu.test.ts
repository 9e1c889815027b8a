import { describe, expect, it } from 'vitest'
import { menuLines } from '../../runner/attend/menu.ts'
import { makePaint } from '../../runner/attend/paint.ts'

const ITEMS = [
  { key: 'r', label: `run: ${'x'.repeat(60)}`, wide: true },
  { key: 'c', label: 'check now' },
  { key: 'h', label: 'hint (2)' },
  { key: 's', label: 'solution' },
]

describe('menuLines', () => {
  it('never is wider than the window, whatever the window', () => {
    for (const columns of [20, 30, 40, 80, 200]) {
      const lines = menuLines(ITEMS, makePaint(false), columns)
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(columns)
      expect(lines.join('\n')).toContain('s solution')
    }
  })

  it('sets as many side by side as fit', () => {
    expect(menuLines(ITEMS.slice(1), makePaint(false), 80)).toEqual([
      ' c check now   h hint (2)    s solution',
    ])
    expect(menuLines(ITEMS.slice(1), makePaint(false), 20)).toHaveLength(3)
  })
})
