import { describe, expect, it } from 'vitest'
import { shellWords } from '../../runner/lab/shell-words.ts'

describe('shellWords', () => {
  it.each([
    ['a  b\tc', [['a', 'b', 'c']], true],
    [`a 'b c' "d \\"e" f\\ g`, [['a', 'b c', 'd "e', 'f g']], true],
    ["a ''", [['a', '']], true],
    [`a $(b | c) "$(d "e;f")" \${g:-h i}`, [['a', '$(b | c)', '$(d "e;f")', `\${g:-h i}`]], true],
    ['a # b | c', [['a']], true],
    ['a#b', [['a#b']], true],
    ['a \\\n b', [['a', 'b']], true],
    ['a | b && c; d & (e)', [['a'], ['b'], ['c'], ['d'], ['e']], false],
    ['a > b 2>&1 c >>d e', [['a', 'c', 'e']], false],
    ['a &> b c', [['a', 'c']], false],
    ['a <<EOF b\nc d\nEOF', [['a', 'b']], false],
    ['a <<< b c\nd', [['a', 'c'], ['d']], false],
    ["a 'b", [['a', 'b']], false],
    ['a $(b', [['a', '$(b']], false],
    ['a\nb', [['a'], ['b']], false],
    ['\n\n', [], true],
  ])('%j', (text, commands, plain) => {
    expect(shellWords(text)).toEqual({ commands, plain })
  })
})
