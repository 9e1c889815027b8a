import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanName, sameName } from '../../runner/class/names.ts'

describe('a learner’s name', () => {
  it.each([
    ['Ada Lovelace', '  Ada\t Lovelace\n'],
    ['Ольга', 'Ольга'],
    ['王小明', '王小明'],
    ['<img src=x>', '<img src=x>'],
    ['ab', 'a\u202eb\u0000\u200b'],
  ])('is %s', (expected, given) => {
    expect(cleanName(given)).toBe(expected)
  })

  it.each(['', '   ', '\u2800', '\u3164', '\u115f\u2800', '\u200b\u202e', 'x'.repeat(61), '\u0301'])(
    'is not %j',
    (given) => {
      expect(cleanName(given)).toBeUndefined()
    },
  )

  it('is the same however it is written', () => {
    expect(sameName('Ada  Lovelace', 'ada lovelace')).toBe(true)
    expect(sameName('Ａｄａ', 'Ada')).toBe(true)
    expect(sameName('Ad\u200da', 'Ada\ufe0f')).toBe(true)
    expect(sameName('Ada', 'Ida')).toBe(false)
  })

  it('is clean once it has been cleaned, and one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const name = cleanName(text)
        if (name === undefined) return
        expect(cleanName(name)).toBe(name)
        expect(name).not.toMatch(/[\n\r\u2028\u202e\u0000-\u001f]/)
      }),
    )
  })
})
