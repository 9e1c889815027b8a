import type { Position } from './lab.ts'

/** Something wrong in a lesson: what, where, and how to mend it. */
export interface Problem {
  file: string
  position: Position
  /** The rule's name, in kebab-case: `unknown-option`, `duplicate-step`, … */
  rule: string
  /** What is wrong, one sentence, with the offending text in it. */
  message: string
  /** How to mend it, one sentence. */
  mend: string
  /** The line of the file that it is about, as it stands there. */
  text: string
  /** An error makes the lesson malformed; a warning does not. */
  severity: 'error' | 'warning'
}

/** `file:line:column` of a problem, as editors and terminals make a link of it. */
export const place = (problem: Pick<Problem, 'file' | 'position'>): string =>
  `${problem.file}:${problem.position.line}:${problem.position.column}`
