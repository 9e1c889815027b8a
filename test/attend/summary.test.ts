import { describe, expect, it } from 'vitest'
import { makePaint } from '../../runner/attend/paint.ts'
import { duration, summaryLines } from '../../runner/attend/summary.ts'
import { labOf, lesson } from '../lab/lesson.ts'

describe('summaryLines', () => {
  const step = labOf(lesson('```console\nhost$ id\n```')).steps[0]!
  const paint = makePaint(false)

  it('says that all was done, and how long it took', () => {
    expect(summaryLines('T', [{ step, state: 'done', ms: 65_000 }], 66_000, paint)).toEqual([
      '',
      'T: all steps done, 1 min 6 s',
      '  ✓ One 1 min 5 s',
    ])
  })

  it('says what was not', () => {
    const outcomes = [
      { step, state: 'skipped' as const, ms: 5 },
      { step, state: 'open' as const, ms: 0 },
    ]
    expect(summaryLines('T', outcomes, 3000, paint)).toEqual([
      '',
      'T: 0 of 2 steps done, 3 s',
      '  – One skipped',
      '  · One',
    ])
  })
})

describe('duration', () => {
  it.each([
    [400, '0 s'],
    [59_400, '59 s'],
    [59_600, '1 min 0 s'],
    [3_780_000, '1 h 3 min'],
  ])('writes %i ms as %s', (ms, text) => {
    expect(duration(ms)).toBe(text)
  })
})
