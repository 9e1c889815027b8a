import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../runner/expect/compile.ts'
import { expectationOf, linesOf } from './lines.ts'

const problemsOf = (text: string, line = 3, column = 5) => {
  const compiled = compile([{ text, position: { line, column } }], { unordered: false })
  return compiled.ok ? [] : compiled.problems
}

describe('compiling what is printed', () => {
  it.each([
    ['id {id:hexx}', 'unknown-type', 8, '{id:hexx}', 'int, hex, ip, cidr, mac, word, *'],
    ['a {/b', 'unclosed-regex', 7, '{/b', '/}'],
    ['{x} {/(b/}', 'bad-regex', 9, '{/(b/}', 'RE2'],
    ['{/(?=b)/}', 'bad-regex', 5, '{/(?=b)/}', 'lookaround'],
    ['{/(b)\\1/}', 'bad-regex', 5, '{/(b)\\1/}', 'backreference'],
    ['{/\\Qb/}', 'bad-regex', 5, '{/\\Qb/}', 'RE2'],
    ['{/a)(b/}', 'bad-regex', 5, '{/a)(b/}', 'RE2'],
    ['{/(?P<n>a)/} {/(?P<n>a)/}', 'bad-regex', 18, '{/(?P<n>a)/}', 'RE2'],
    ['{host.ip}{/(?P<n>a)/}{/(?P<n>a)/}', 'bad-regex', 26, '{/(?P<n>a)/}', 'RE2'],
  ])('refuses %s at its column, with the text and the mend', (text, rule, column, offending, mend) => {
    const [problem] = problemsOf(text)
    expect(problem).toMatchObject({ rule, position: { line: 3, column } })
    expect(problem?.message).toContain(offending)
    expect(problem?.mend).toContain(mend)
  })

  it('reports every mistake, not only the first', () => {
    const compiled = compile(linesOf('{a:b}\nfine\n{/x'), { unordered: false })
    expect(compiled.ok ? [] : compiled.problems.map(({ position }) => position.line)).toEqual([1, 3])
  })

  it('says which names it captures and where each name stands', () => {
    const { captures, uses } = expectationOf('{id:hex} {host.name}\n{id}')
    expect(captures).toEqual(['id'])
    expect(uses).toEqual([
      { name: 'id', position: { line: 1, column: 1 } },
      { name: 'host.name', position: { line: 1, column: 10 } },
      { name: 'id', position: { line: 2, column: 1 } },
    ])
  })

  it.each(['', '\n', ' \t\n\n'])('compares no output where only blank lines are printed: %j', (printed) => {
    expect(expectationOf(printed).compared).toBe(false)
  })

  it('crashes on nothing', () => {
    const unit = fc.constantFrom(
      '{',
      '}',
      '/',
      '\\',
      '(',
      ')',
      '[',
      ']',
      '?',
      '*',
      '+',
      '|',
      'x',
      ':',
      '.',
      ' ',
      '^',
      '$',
      'P',
      '<',
      '>',
      'Q',
      'E',
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit }), fc.string({ unit: 'binary' }))),
        fc.boolean(),
        (texts, unordered) => {
          const compiled = compile(linesOf(texts.join('\n')), { unordered })
          expect(compiled.ok || compiled.problems.length > 0).toBe(true)
        },
      ),
    )
  })
})
