import { describe, expect, it } from 'vitest'
import { formatProblem } from '../../runner/lab/format-problem.ts'
import type { Problem } from '../../runner/lab/problem.ts'

const problem: Problem = {
  file: 'labs/veth/index.md',
  position: { line: 12, column: 12 },
  rule: 'unknown-option',
  message: '`whitin=5s` is no option of a console block.',
  mend: 'Write `within`.',
  text: '```console whitin=5s',
  severity: 'error',
}

describe('formatProblem', () => {
  it('shows place, line, caret and mend', () => {
    expect(formatProblem(problem).split('\n')).toEqual([
      'labs/veth/index.md:12:12: `whitin=5s` is no option of a console block.',
      '    ```console whitin=5s',
      '               ^',
      '  mend: Write `within`.',
    ])
  })

  it('says what is a warning only', () => {
    expect(formatProblem({ ...problem, severity: 'warning' })).toMatch(
      /^labs\/veth\/index\.md:12:12: warning: `whitin/,
    )
  })

  it.each([
    ['\t- x', 4, '\t  ^'],
    ['## 主机 x', 7, '        ^'],
    ['\u001b[2Jx', 5, '    ^'],
  ])('puts the caret under its letter in %j', (text, column, caret) => {
    const lines = formatProblem({ ...problem, text, position: { line: 1, column } }).split('\n')
    expect(lines[2]).toBe(`    ${caret}`)
  })

  it('lets no escape sequence through', () => {
    expect(formatProblem({ ...problem, text: '\u001b[2Jx' })).not.toContain('\u001b')
  })

  it('lets none through that the message repeats', () => {
    const repeated = { ...problem, message: 'no \u001b[2J', mend: 'without \u009b' }
    expect(formatProblem(repeated)).not.toMatch(/[\u001b\u009b]/)
  })

  it('shows no empty line', () => {
    expect(formatProblem({ ...problem, text: '' }).split('\n')).toHaveLength(2)
  })
})
