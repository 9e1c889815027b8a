import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capturesOf, matchText, mismatchOf } from './lines.ts'

const unordered = { unordered: true }

describe('lines in any order', () => {
  it.each([
    ['a\nb\nc', 'c\na\nb\n', {}],
    ['a\nb', 'b\n\na\n', {}],
    ['a\na', 'a\nb\n', undefined],
    ['a\na', 'a\n', undefined],
    ['a', 'a\na\n', undefined],
    ['a\n...', 'x\na\ny\n', {}],
    ['...\nz', 'x\na\ny\n', undefined],
    ['{*}\na', 'a\nb\n', {}],
    ['{x}\n{n:int}', '7\na\n', { x: 'a', n: '7' }],
    ['{*}a\na{*}\nab', 'ab\nac\nba\n', {}],
    ['key {x}\nval {x}', 'val 2\nkey 2\n', { x: '2' }],
    ['key {x}\nval {x}', 'val 2\nkey 1\n', undefined],
    ['key {x}\nval {x}\n...', 'key 1\nval 2\nkey 2\nval 3\n', { x: '2' }],
    ['{x} {y}\n{y} {z}\n{z} {x}', '1 2\n3 1\n2 3\n', { x: '1', y: '2', z: '3' }],
  ])('%j and %j', (printed, output, captures) => {
    expect(capturesOf(printed, output, {}, unordered)).toEqual(captures)
  })

  it('names the first line that found none, and the nearest one left', () => {
    expect(mismatchOf('a\nport 80 open\nb', 'b\nport 81 open\na\n', {}, unordered)).toMatchObject({
      kind: 'line',
      position: { line: 2 },
      nearest: { line: 2, text: 'port 81 open' },
    })
    expect(mismatchOf('a\nb', 'a\nb\nc\n', {}, unordered)).toMatchObject({
      kind: 'extra',
      nearest: { line: 3 },
    })
  })

  it('holds for every shuffle of lines that hold', () => {
    const lines = fc.uniqueArray(fc.stringMatching(/^[a-c]{1,4}$/), { minLength: 1, maxLength: 8 })
    const shuffled = lines.chain((lines) =>
      fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length })),
    )
    fc.assert(
      fc.property(shuffled, fc.infiniteStream(fc.integer({ min: 0, max: 3 })), ([lines, order], kinds) => {
        const kind = kinds[Symbol.iterator]()
        // A line printed as it is, with a letter left open, or wholly open: each still takes its own line.
        const printed = lines.map(
          (line) => [line, `${line.slice(0, -1)}{*}`, `{*}${line.slice(1)}`, '{*}'][kind.next().value],
        )
        expect(matchText(printed.join('\n'), order.join('\n'), {}, unordered)).toMatchObject({ ok: true })
      }),
    )
  })
})
