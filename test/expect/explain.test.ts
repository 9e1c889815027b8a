import { describe, expect, it } from 'vitest'
import { explain } from '../../runner/expect/explain.ts'
import { match } from '../../runner/expect/match.ts'
import { expectationOf, mismatchOf, variables } from './lines.ts'

const explained = (...args: Parameters<typeof mismatchOf>): string =>
  `\n${explain(mismatchOf(...args)).join('\n')}\n`

describe('a mismatch in words', () => {
  it('shows the lines side by side, where the nearest one parts, and what was captured', () => {
    const printed = 'id {id:hex}\n...\nLISTEN 0 {*} 0.0.0.0:81 0.0.0.0:*\n...'
    const output = 'id 3f2a\nState  Recv-Q\nLISTEN 0   511   0.0.0.0:80   0.0.0.0:*\nLISTEN 0   5   [::]:22\n'
    expect(explained(printed, output)).toBe(`
  id 3f2a
  ... (1 line)
- LISTEN 0 {*} 0.0.0.0:81 0.0.0.0:*
+ LISTEN 0   511   0.0.0.0:80   0.0.0.0:*
  ... (1 line)

No line of the output is \`LISTEN 0 {*} 0.0.0.0:81 0.0.0.0:*\`; line 3 comes nearest:
  expected  LISTEN 0 {*} 0.0.0.0:81 0.0.0.0:*
                                  ^
  came      LISTEN 0   511   0.0.0.0:80   0.0.0.0:*
                                      ^
Known so far: {id} = 3f2a.
`)
  })

  it('points at the value that does not repeat', () => {
    expect(explained('{id:hex}\nremoved {id}', '3f2a\nremoved 3f9a')).toBe(`
  3f2a
- removed {id}
+ removed 3f9a

No line of the output is \`removed {id}\`; line 2 comes nearest:
  expected  removed {id}
                    ^
  came      removed 3f9a
                      ^
Known so far: {id} = 3f2a.
`)
  })

  it('tells a missing line from one too many', () => {
    expect(explained('a\nb\nc', 'a\nc')).toBe(`
  a
- b
  c

No line of the output is \`b\`, and none is like it.
`)
    expect(explained('a\nc', 'a\nb\nc')).toBe(`
  a
+ b
  c

Line 2 of the output is one too many before \`c\`: \`b\`.
`)
    expect(explained('a', 'a\nb')).toBe(`
  a
+ b

Line 2 of the output is one too many: \`b\`.
`)
  })

  it('shows lines in any order in the order they are printed', () => {
    expect(explained('a\nport 80\nb', 'b\nport 81\na\nx', {}, { unordered: true })).toBe(`
  a
- port 80
+ port 81
  b
+ x

No line of the output is \`port 80\`; line 2 comes nearest:
  expected  port 80
                  ^
  came      port 81
                  ^
`)
  })

  it.each([
    [undefined, 'The command did not end; exit status 0 was expected.'],
    [137, 'The exit status is 137; 0 was expected.'],
  ])('tells the exit status %s', (exit, sentence) => {
    const mismatch = match(expectationOf(''), { output: 'oh no\n', exit }, 0, variables())
    expect(mismatch.ok ? [] : explain(mismatch)).toEqual(['  oh no', '', sentence])
  })

  it('tells which facts there are', () => {
    expect(explained('{host.nam}', 'lab', { 'host.name': 'lab' })).toContain(
      'The machine does not know {host.nam}; it knows host.name.',
    )
  })

  it('tells that a value is not what its type says', () => {
    expect(explained('{x:int}', 'a', { x: 'seven' })).toContain('{x} is to be int, which `seven` is not.')
  })

  it('stays short for a long output, and shows the place that counts', () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => `line ${index}`)
    const output = lines.with(3_000, 'LINE 3000').join('\n')
    const explanation = explain(mismatchOf(lines.join('\n'), output))
    expect(explanation.length).toBeLessThan(60)
    expect(explanation).toContain('- line 3000')
    expect(explanation).toContain('+ LINE 3000')
    expect(explanation).toContain('  (2995 more lines)')
    expect(explain(mismatchOf('a', `${'b\n'.repeat(100_000)}`)).length).toBeLessThan(60)
  })

  it('counts every line that it leaves out', () => {
    const numbers = Array.from({ length: 5_000 }, (_, index) => index + 1).join('\n')
    expect(explain(mismatchOf('1', numbers))).toContain('  (4960 more lines)')
  })

  it('cuts long lines around the place where they part', () => {
    const line = `${'x'.repeat(500)}A${'y'.repeat(500)}`
    const [expected, under, came, underCame] = explain(mismatchOf(line, line.replace('A', 'B'))).slice(-4)
    for (const shown of [expected, came]) expect(shown?.length).toBeLessThan(180)
    expect(expected?.[under!.length - 1]).toBe('A')
    expect(came?.[underCame!.length - 1]).toBe('B')
  })

  it('keeps the caret in its place behind tabs and control characters', () => {
    const [expected, under, came, underCame] = explain(mismatchOf('a\tb c', 'a\t\x1bb d')).slice(-4)
    expect(expected?.[under!.length - 1]).toBe('b')
    expect(came?.[underCame!.length - 1]).toBe('\u241b')
  })
})
