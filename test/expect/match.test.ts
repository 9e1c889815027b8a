import { describe, expect, it } from 'vitest'
import { isMet, match } from '../../runner/expect/match.ts'
import { capturesOf, expectationOf, mismatchOf, variables } from './lines.ts'

describe('an output against what is printed', () => {
  it.each([
    ['a\nb', 'a\nb\n', true],
    ['a\nb', 'a\nb\n\n \n', true],
    ['a\nb\n\n', 'a\nb', true],
    ['a\n\nb', 'a\n\nb\n', true],
    ['a\n\nb', 'a\nb\n', false],
    ['a', '\na\n', false],
    ['\na', '\na\n', true],
    ['{*}\na', '\na\n', true],
    ['a\nb', 'a\n', false],
    ['a', 'a\nb\n', false],
    ['', 'whatever\n', true],
    ['a', '', false],
    ['...', '', true],
    ['...', 'a\nb\n', true],
    ['a\n...', 'a\n', true],
    ['a\n...', 'b\na\n', false],
    ['...\na', 'a\nb\na\n', true],
    ['...\na', 'a\nb\n', false],
    ['a\n...\nb', 'a\nb\n', true],
    ['a\n  ...  \nb', 'a\nx\ny\nb\n', true],
    ['a\n...\na', 'a\n', false],
    ['...\na\nb\n...', 'a\nc\na\nb\nc\n', true],
    ['...\na\n...\nb\n...\nc', 'a\nc\nb\na\nc\n', true],
    ['...\nb\n...\na\n...', 'a\nb\n', false],
    ['...\n...\na', 'b\na', true],
  ])('%j and %j', (printed, output, holds) => {
    expect(capturesOf(printed, output) !== undefined).toBe(holds)
  })

  it.each([
    ['{x}\n{x}', 'a\na\n', { x: 'a' }],
    ['{x}\n{x}', 'a\nb\n', undefined],
    ['{id:hex}\nrm {id}', '3f2a\nrm 3f2a\n', { id: '3f2a' }],
    ['...\n{x}\n...\n{x}', 'a\nb\nc\nb\n', { x: 'b' }],
    ['...\nid {x}\n...\nend {x}', 'id 1\nid 2\nid 3\nend 2\n', { x: '2' }],
    ['...\n{x} {y}\n...\n{y} {x}\n...', 'a b\nc d\ne f\nd c\n', { x: 'c', y: 'd' }],
    ['...\nid {x}\n...\nend {x}', 'id 1\nid 2\nend 3\n', undefined],
    ['...\n{a}\n{b}\n...\n{b}{a}', '1\n2\n3\n4\n43\n', { a: '3', b: '4' }],
  ])('what it captures agrees: %j and %j', (printed, output, captures) => {
    expect(capturesOf(printed, output)).toEqual(captures)
  })

  it('does not give back what was known before', () => {
    expect(capturesOf('{x} {y}', 'a b', { x: 'a', 'host.name': 'lab' })).toEqual({ y: 'b' })
  })
})

describe('the exit status', () => {
  const exits = (
    printed: string,
    output: string,
    exit: number | undefined,
    expected: number,
    background = false,
  ) => match(expectationOf(printed, { background }), { output, exit }, expected, variables())

  it('is all that counts where nothing is printed', () => {
    expect(exits('', 'anything', 0, 0)).toMatchObject({ ok: true })
    expect(exits('', 'anything', 7, 7)).toMatchObject({ ok: true })
    expect(exits('', 'anything', 1, 0)).toMatchObject({ kind: 'exit', exit: { expected: 0, came: 1 } })
  })

  it('must be the expected one where the output matches', () => {
    expect(exits('a', 'a', 2, 0)).toMatchObject({ kind: 'exit', exit: { expected: 0, came: 2 } })
    expect(exits('a', 'a', 0, 2)).toMatchObject({ kind: 'exit', exit: { expected: 2, came: 0 } })
    expect(exits('a', 'a', undefined, 0)).toMatchObject({
      kind: 'exit',
      exit: { expected: 0, came: undefined },
    })
  })

  it('is told beside an output that does not match', () => {
    expect(exits('a', 'b', 2, 0)).toMatchObject({ kind: 'line', exit: { expected: 0, came: 2 } })
    expect(exits('a', 'b', 0, 0)).not.toHaveProperty('exit')
  })

  it('is not missed in the background, but must be right when it comes', () => {
    expect(exits('a', 'a\nmore', undefined, 0, true)).toMatchObject({ ok: true })
    expect(exits('a', 'a\nmore', 1, 0, true)).toMatchObject({ kind: 'exit' })
  })
})

describe('a mismatch', () => {
  it.each([
    ['another line', 'a\nb {x}\nc', 'a\nx\nc', { kind: 'line', line: 2, nearest: 2 }],
    [
      'the nearest line behind ...',
      'a\n...\nport 80 open',
      'a\nport 81 open\nb',
      { kind: 'line', line: 3, nearest: 2 },
    ],
    ['a line that is missing', 'a\nb\nc', 'a\nc', { kind: 'missing', line: 2 }],
    ['an output that ends too soon', 'a\nb', 'a', { kind: 'missing', line: 2 }],
    ['a line too many in between', 'a\nb', 'a\nx\nb', { kind: 'extra', line: 2, nearest: 2 }],
    ['a line too many at the end', 'a\n...\nb', 'a\nb\nc', { kind: 'extra', line: 3, nearest: 3 }],
    ['the line that came furthest', '...\na\nb\nc', 'a\nx\na\nb\nx\n', { kind: 'line', line: 4, nearest: 5 }],
    ['a value that does not repeat', '{x}\n{x}', 'a\nb', { kind: 'line', line: 2, nearest: 2 }],
    ['a fact nobody knows', 'a\n{host.nam}', 'a\nlab', { kind: 'unknown', line: 2 }],
  ])('names %s', (_, printed, output, expected) => {
    const mismatch = mismatchOf(printed, output, { 'host.name': 'lab' })
    const { kind, position, nearest } = mismatch
    expect({ kind, line: position?.line, nearest: nearest?.line }).toEqual({
      nearest: undefined,
      ...expected,
    })
  })

  it('names the line too many behind thousands that match', () => {
    const printed = Array.from({ length: 2_000 }, (_, index) => `${index} {v${index}}`).join('\n')
    const output = `${printed.replaceAll(/[{}]/g, '')}\nmore\n`
    expect(mismatchOf(printed, output)).toMatchObject({
      kind: 'extra',
      nearest: { line: 2_001, text: 'more' },
    })
  })

  it('carries what was captured so far, and the known values of the names that are printed', () => {
    const { captures } = mismatchOf('{a} {old}\n{b}\nc', '1 x\n2\n3', { old: 'x', other: 'y' })
    expect(Object.fromEntries(captures)).toEqual({ a: '1', b: '2', old: 'x' })
  })

  it('says that a known value is not what its type says', () => {
    expect(mismatchOf('{x:int}', 'seven', { x: 'seven' }).wrongType).toEqual({
      name: 'x',
      value: 'seven',
      type: 'int',
    })
  })

  it('lists the facts there are beside one that there is not', () => {
    const values = { 'host.name': 'lab', 'host.ip': '10.0.0.2', id: '1' }
    expect(mismatchOf('{host.nam}', 'lab', values).unknown).toEqual({
      name: 'host.nam',
      known: ['host.ip', 'host.name'],
    })
  })
})

describe('a command that still runs', () => {
  it.each([
    ['ready', '', false],
    ['ready', 'ready', true],
    ['ready', 'ready\nmore\n', true],
    ['...\nready', 'a\nb\nready\nmore', true],
    ['port {p:int}', 'port 80', false],
    ['port {p:int}', 'port 8080\n', true],
    ['port {p:int}\n...', 'port 8080\nx', true],
    ['a\nb', 'a\n', false],
    ['a {*}', 'a b', false],
    ['', '', true],
    ['{host.name}', 'x\n', false],
  ])('printed %j, so far %j', (printed, output, met) => {
    expect(isMet(expectationOf(printed), output, variables())).toBe(met)
  })
})
