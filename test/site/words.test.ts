import { describe, expect, it } from 'vitest'
import { en } from '../../site/theme/words/en.ts'
import { fr } from '../../site/theme/words/fr.ts'
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
})
