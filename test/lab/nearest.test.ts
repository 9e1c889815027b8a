import { describe, expect, it } from 'vitest'
import { nearest } from '../../runner/lab/nearest.ts'

const WORDS = ['console', 'check', 'setup']

describe('nearest', () => {
  it.each([
    ['consoel', 'console'],
    ['CONSOLE', 'console'],
    ['cnsle', 'console'],
    ['chek', 'check'],
    ['cehck', 'check'],
    ['setups', 'setup'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, WORDS)).toBe(meant)
  })

  it.each(['', 'c', 'chk', 'set', 'mermaid', 'consolidate'])('takes %s for nothing', (word) => {
    expect(nearest(word, WORDS)).toBeUndefined()
  })
})
