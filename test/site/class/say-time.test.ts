import { expect, it } from 'vitest'
import { sayDuration, sayTime } from '../../../site/theme/class/say-time.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

it('says how long in one unit, and seconds by tens', () => {
  const spans = [-SECOND, 9 * SECOND, 59 * SECOND, MINUTE, 59.9 * MINUTE, 90 * MINUTE, 50 * 60 * MINUTE]
  expect(spans.map((span) => sayDuration(span, 'en'))).toEqual([
    '0 sec',
    '0 sec',
    '50 sec',
    '1 min',
    '59 min',
    '1 hr',
    '2 days',
  ])
  expect(
    ['ru', 'zh-CN', 'fr'].map((language) => sayDuration(3 * MINUTE, language).replace(/\s/g, ' ')),
  ).toEqual(['3 мин', '3分钟', '3 min'])
})

it('says when by the time of the day, and by the day where it is another', () => {
  const today = new Date().setHours(13, 5, 0, 0)
  expect(sayTime(today, 'fr')).toBe('13:05')
  expect(sayTime(new Date(2020, 0, 31, 13, 5).getTime(), 'fr')).toMatch(/31 janv\. 2020.*13:05/)
})
