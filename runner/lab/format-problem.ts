import { type Problem, place } from './problem.ts'

/**
 * A problem as a person reads it: `file:line:column: message`, the line with a caret under the
 * column, and the mend. Several lines without a final newline, no colour.
 */
export function formatProblem(problem: Problem): string {
  const kind = problem.severity === 'warning' ? 'warning: ' : ''
  const head = printable(`${place(problem)}: ${kind}${problem.message}`)
  const mend = printable(`  mend: ${problem.mend}`)
  if (problem.text.trim() === '') return `${head}\n${mend}`
  const before = problem.text.slice(0, problem.position.column - 1)
  const caret = printable(before).replace(/[^\t]/gu, (letter) => (WIDE.test(letter) ? '  ' : ' '))
  return `${head}\n    ${printable(problem.text)}\n    ${caret}^\n${mend}`
}

/** Letters that take two columns in a terminal: Chinese, Japanese, Korean, full width. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/

/** Escape sequences in a lesson must not reach the terminal that shows what is wrong with it. */
const printable = (text: string): string => text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '\ufffd')
