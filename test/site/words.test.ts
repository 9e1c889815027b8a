import { describe, expect, it } from 'vitest'
import { fill, SENTENCES, type SentenceName } from '../../runner/expect/sentences.ts'
import { en as classEn } from '../../site/theme/words/class/en.ts'
import { fr as classFr } from '../../site/theme/words/class/fr.ts'
import { ru as classRu } from '../../site/theme/words/class/ru.ts'
import { zh as classZh } from '../../site/theme/words/class/zh.ts'
import { en } from '../../site/theme/words/en.ts'
import { fr } from '../../site/theme/words/fr.ts'
import { sayReason } from '../../site/theme/words/reason/say-reason.ts'
import { ru } from '../../site/theme/words/ru.ts'
import { zh } from '../../site/theme/words/zh.ts'

const keysOf = (words: object, path = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'object' ? keysOf(value, `${path}${key}.`) : [path + key],
  )

describe('the words of the interface', () => {
  it.each(Object.entries({ ru, zh, fr }))('are all there in %s', (_language, words) => {
    expect(keysOf(words).sort()).toEqual(keysOf(en).sort())
  })

  it.each(Object.entries({ ru: classRu, zh: classZh, fr: classFr }))(
    'are all there in %s on the pages of a class',
    (_language, words) => {
      expect(keysOf(words).sort()).toEqual(keysOf(classEn).sort())
    },
  )
})

describe('why something fell short', () => {
  const names = Object.keys(SENTENCES) as SentenceName[]
  const gapsOf = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).sort()

  it.each(Object.entries({ ru, zh, fr }))(
    'is said in %s, with all that the English sentence says',
    (_language, { reason }) => {
      for (const name of names) {
        expect(gapsOf(reason[name]), name).toEqual(gapsOf(SENTENCES[name]))
        const values = {
          text: 'a: 1; b.',
          pattern: '`eth0 {b}, {*}`',
          came: '`x: (y).`',
          line: 3,
          count: 2,
          expected: 0,
        }
        expect(sayReason(fill(SENTENCES[name], values), reason)).toBe(fill(reason[name], values))
      }
    },
  )

  it('stays in English as it came', () => {
    for (const name of names) expect(sayReason(SENTENCES[name], en.reason)).toBe(SENTENCES[name])
  })

  it('leaves a line of a diff, and what it does not know, as they are', () => {
    for (const line of ['- lo UNKNOWN', '+ B@if5', '  lo  UNKNOWN', '', 'cat: a: No such file'])
      expect(sayReason(line, ru.reason)).toBe(line)
  })

  it.each(Object.entries({ ru, fr }))(
    'keeps what is set in columns in its column in %s',
    (_language, { reason }) => {
      for (const name of ['expectedLine', 'cameLine'] as const)
        expect(reason[name].indexOf('{')).toBe(SENTENCES[name].indexOf('{'))
    },
  )
})
