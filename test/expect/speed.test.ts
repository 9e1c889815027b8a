/** No pattern takes long on any output. The limits are wide, for a busy computer: what they catch takes hours. */
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { compile } from '../../runner/expect/compile.ts'
import { explain } from '../../runner/expect/explain.ts'
import { match } from '../../runner/expect/match.ts'
import { rewrite } from '../../runner/expect/rewrite.ts'
import { capturesOf, expectationOf, linesOf, matchText, variables } from './lines.ts'

const LONGEST = 10_000
vi.setConfig({ testTimeout: 4 * LONGEST })

const timed = <T>(work: () => T): { result: T; ms: number } => {
  const started = performance.now()
  const result = work()
  return { result, ms: performance.now() - started }
}

const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n')

describe('ten megabytes of output', () => {
  const output = `${many(200_000, (index) => `line ${index} of an output that never seems to end`)}\nlast line\n`

  it.each([
    ['...\nlast line', true],
    ['...\nlast {x}', true],
    ['line 0 {*}\n...\n{*} 199999 {*}\n...', true],
    ['...\nlast lines', false],
    ['...\n{*} nowhere {*}\n...', false],
  ])('against %j', (printed, holds) => {
    const { result, ms } = timed(() => matchText(printed, output))
    expect(result.ok).toBe(holds)
    expect(ms).toBeLessThan(LONGEST / 2)
  })
})

describe('patterns made to take for ever', () => {
  it.each([
    ['any text, again and again', `${'{*}a'.repeat(60)}b`, 'a'.repeat(20_000)],
    [
      'captures side by side',
      `${many(40, (index) => `{v${index}}`).replaceAll('\n', '')}!`,
      'a'.repeat(20_000),
    ],
    ['expressions that other engines choke on', '{/(a+)+/}{/(a|aa)+/}b', 'a'.repeat(50_000)],
    ['large expressions', `${'{/.*a.{100}/}'.repeat(5)}b`, 'ba'.repeat(20_000)],
    ['... between lines that are all the same', `${'...\na\n'.repeat(200)}b`, 'a\n'.repeat(20_000)],
    ['... around every line', `${'...\n{*}\n'.repeat(200)}b`, 'a\n'.repeat(5_000)],
    [
      'values that must agree over a distance',
      `${many(30, (index) => `...\n{v${index}}`)}\n${many(30, (index) => `{v${29 - index}}!`)}`,
      many(300, (index) => `w${index}`),
    ],
    ['a new name many times in a line', '{x}{y}{x}{y}{z}{x}!', 'ab'.repeat(1_000)],
    ['one line of ten megabytes', '{*}{x:int}{*}end', `${'word '.repeat(2_000_000)}`],
  ])('%s', (_, printed, output) => {
    const expectation = expectationOf(printed)
    const { result, ms } = timed(() => match(expectation, { output, exit: 0 }, 0, variables()))
    expect(result.ok).toBe(false)
    if (!result.ok) expect(explain(result).length).toBeLessThan(60)
    expect(ms).toBeLessThan(LONGEST)
    const update = timed(() => rewrite(expectation, output, variables()))
    expect(update.ms).toBeLessThan(LONGEST)
  })

  it('says so when there are too many ways to read one', () => {
    const printed = `${many(30, (index) => `...\n{v${index}}`)}\n${many(30, (index) => `{v${29 - index}}!`)}`
    const mismatch = matchText(
      printed,
      many(300, (index) => `w${index}`),
    )
    expect(mismatch).toMatchObject({ ok: false, kind: 'budget' })
    expect(mismatch.ok ? '' : explain(mismatch).join('\n')).toContain('too many ways to read this')
  })

  it('in any order, without and with values that must agree', () => {
    const lines = many(1_000, (index) => `{*} ${index} {*}`)
    const shuffled = many(1_000, (index) => `a ${999 - index} b`)
    const plain = timed(() => capturesOf(lines, shuffled, {}, { unordered: true }))
    expect(plain.result).toEqual({})
    const linked = many(60, (index) => `{v${index}} {v${(index + 1) % 60}}`)
    const agreeing = timed(() =>
      matchText(
        linked,
        many(60, (index) => `w${index} w${index}!`),
        {},
        { unordered: true },
      ),
    )
    expect(agreeing.result.ok).toBe(false)
    expect(plain.ms + agreeing.ms).toBeLessThan(LONGEST)
  })
})

it('nothing crashes or hangs it', () => {
  const unit = fc.constantFrom(
    '{',
    '}',
    '{*}',
    '{x}',
    '{y}',
    '{x:*}',
    '{z:int}',
    '{/a+/}',
    '{/(a|b)*/}',
    '...',
    '\n',
    '\n...\n',
    ' ',
    'a',
    'b',
    '1',
    '$',
    '/',
    '\\',
  )
  const text = fc.oneof(fc.string({ unit, maxLength: 60 }), fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(
      text,
      fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', '\n', '{x}', '\t'), maxLength: 200 }),
      fc.boolean(),
      (printed, output, unordered) => {
        const compiled = compile(linesOf(printed), { unordered })
        if (!compiled.ok) return
        const { result, ms } = timed(() => match(compiled.expectation, { output, exit: 0 }, 0, variables()))
        if (!result.ok) expect(explain(result).length).toBeGreaterThan(0)
        expect(ms).toBeLessThan(LONGEST)
      },
    ),
    { numRuns: 500 },
  )
})
