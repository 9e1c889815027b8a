import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenise } from '../../runner/expect/tokens.ts'

const placeholders = (line: string): string[] =>
  tokenise(line)
    .tokens.filter((token) => token.kind !== 'text')
    .map((token) => `${token.kind} ${token.source} @${token.offset}`)

describe('a printed line taken apart', () => {
  it.each([
    ['{*}', ['any {*} @0']],
    ['a {name} b', ['name {name} @2']],
    ['{host.name}', ['name {host.name} @0']],
    ['{id:hex}:{port:int}', ['name {id:hex} @0', 'name {port:int} @9']],
    ['{rest:*}', ['name {rest:*} @0']],
    ['{/[0-9]{2}/} {x}', ['regex {/[0-9]{2}/} @0', 'name {x} @13']],
    ['{/a\\/}b/}', ['regex {/a\\/}b/} @0']],
    ['{/[0-9]+/tcp/}', ['regex {/[0-9]+/tcp/} @0']],
    ['{/a\\\\/}{x}', ['regex {/a\\\\/} @0', 'name {x} @7']],
    ['{x}{y}', ['name {x} @0', 'name {y} @3']],
    ['{{x}} {y}', ['name {y} @6']],
    [`\${x} {y}`, ['name {y} @5']],
  ])('finds the placeholders of %s', (line, found) => {
    expect(placeholders(line)).toEqual(found)
  })

  it.each([
    `\${x}`,
    `\${x:-{y}`,
    '{{.Name}}',
    '{{{x}}}',
    '{a,b}',
    '{}',
    '{ x }',
    '{1x}',
    '{x.}',
    '{"a": {"b": 1}}',
    'a } {',
    '{x',
    '{a:1}',
  ])('leaves %s as text', (line) => {
    expect(tokenise(line)).toEqual({ tokens: [{ kind: 'text', source: line, offset: 0 }], slips: [] })
  })

  it.each([
    ['a {x:hexx}', 'unknown-type', '{x:hexx}', 2],
    ['a {/foo bar', 'unclosed-regex', '{/foo bar', 2],
    ['{x} {/foo\\/}', 'unclosed-regex', '{/foo\\/}', 4],
  ])('reports %s', (line, kind, source, offset) => {
    expect(tokenise(line).slips).toEqual([expect.objectContaining({ kind, source, offset })])
  })

  it('loses nothing of any line', () => {
    const braces = fc.string({ unit: fc.constantFrom('{', '}', '/', '$', '\\', ':', '*', 'x', '.', ' ') })
    fc.assert(
      fc.property(fc.oneof(braces, fc.string()), (line) => {
        const { tokens } = tokenise(line)
        expect(tokens.map((token) => token.source).join('')).toBe(line)
        for (const token of tokens) expect(line.startsWith(token.source, token.offset)).toBe(true)
      }),
    )
  })

  it.each(['{', '{{', '${', '{/', '{x:y}', '{{}'])(
    'takes a line of a million characters of %s apart at once',
    (piece) => {
      const started = performance.now()
      tokenise(piece.repeat(1_000_000 / piece.length))
      expect(performance.now() - started).toBeLessThan(2_000)
    },
  )
})
