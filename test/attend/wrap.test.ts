import { describe, expect, it } from 'vitest'
import { cutText, textWidth } from '../../runner/attend/width.ts'
import { hang, type Span, wrap } from '../../runner/attend/wrap.ts'

const plain = (text: string): Span => ({ text, paint: (part) => part })
const marked = (text: string): Span => ({ text, paint: (part) => `<${part}>` })

describe('wrap', () => {
  it('fills lines up to the width and breaks at blanks', () => {
    expect(wrap([plain('one two  three four')], 9)).toEqual(['one two', 'three', 'four'])
    expect(wrap([plain('one two three')], 13)).toEqual(['one two three'])
  })

  it('keeps a look to its words, and words that no blank parts together', () => {
    expect(wrap([plain('see '), marked('a b'), plain(', then')], 6)).toEqual(['see <a>', '<b>,', 'then'])
  })

  it('leaves a word that is longer than a line whole', () => {
    expect(wrap([plain('a 0123456789 b')], 5)).toEqual(['a', '0123456789', 'b'])
  })

  it('breaks Chinese anywhere, and counts two columns a character', () => {
    expect(wrap([plain('网络命名空间 ns')], 8)).toEqual(['网络命名', '空间 ns'])
    expect(textWidth('网a\u0301')).toBe(3)
  })

  it('ends a line where it is told to', () => {
    expect(wrap([plain('a\nb')], 10)).toEqual(['a', 'b'])
  })
})

describe('hang', () => {
  it('sets further lines in below a mark, coloured or not', () => {
    expect(hang('\x1b[32m[x]\x1b[39m', 'one two three', 12)).toEqual([
      '\x1b[32m[x]\x1b[39m one two',
      '    three',
    ])
  })
})

describe('cutText', () => {
  it('shows that something was cut', () => {
    expect(cutText('abcdef', 6)).toBe('abcdef')
    expect(cutText('abcdefg', 6)).toBe('abcde…')
    expect(cutText('网络网络', 6)).toBe('网络…')
  })
})
