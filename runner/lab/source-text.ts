import type { Position } from './lab.ts'
import type { Problem } from './problem.ts'

/**
 * One Markdown file, cut into lines, and what was found wrong with it.
 *
 * Lines end as CommonMark has it: LF, CRLF or CR. A byte order mark is no part of line 1, as in
 * editors. NUL is read as U+FFFD, which CommonMark asks for too.
 */
export class SourceText {
  readonly file: string
  readonly lines: readonly string[]
  readonly problems: Problem[] = []

  constructor(source: string, file: string) {
    this.file = file
    this.lines = splitLines(source.replace(/^\ufeff/, '').replaceAll('\0', '\ufffd'))
  }

  /** Line `number`, counted from 1; empty where the file has none. */
  line(number: number): string {
    return this.lines[number - 1] ?? ''
  }

  /** The last line that has something on it or before its end: the empty rest after a final newline is none. */
  get lastLine(): number {
    const count = this.lines.length
    return count > 1 && this.lines[count - 1] === '' ? count - 1 : count
  }

  /** Notes an error: the lesson is malformed. */
  refuse(rule: string, position: Position, message: string, mend: string): void {
    this.#note('error', rule, position, message, mend)
  }

  /** Notes what is probably not meant. */
  warn(rule: string, position: Position, message: string, mend: string): void {
    this.#note('warning', rule, position, message, mend)
  }

  #note(
    severity: Problem['severity'],
    rule: string,
    position: Position,
    message: string,
    mend: string,
  ): void {
    const { line, column } = position
    const text = this.line(line)
    this.problems.push({ file: this.file, position: { line, column }, rule, message, mend, text, severity })
  }
}

/** Cuts text into lines at LF, CRLF or CR, as CommonMark does. */
export const splitLines = (text: string): string[] => text.split(/\r\n|\n|\r/)

/** Puts problems into the order of the file. */
export const inOrder = (problems: readonly Problem[]): Problem[] =>
  problems.toSorted((a, b) => a.position.line - b.position.line || a.position.column - b.position.column)
