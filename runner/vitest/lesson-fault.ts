import { resolve } from 'node:path'
import type { Lab } from '../lab/lab.ts'
import type { CheckResult, CommandResult } from '../play/result.ts'

/** Where in a lesson; lines and columns count from 1. */
interface Place {
  file: string
  line: number
  column: number
}

/** Something that fell short in a lesson. Its only frame is its place in the Markdown: Vitest shows it there. */
export class LessonFault extends Error {
  constructor(name: string, message: string, { file, line, column }: Place) {
    super(message)
    this.name = name
    this.stack = `${name}: ${message}\n    at ${resolve(file)}:${line}:${column}`
  }

  /** A command, check or question that fell short: what it was, the diff and why, then the notes. */
  static of(lab: Lab, result: CommandResult | CheckResult, notes: readonly string[]): LessonFault {
    const what =
      'command' in result ? `${result.terminal}$ ${result.command}` : `${result.kind}: ${result.title}`
    const message = [what, result.reason ?? '', ...notes].join('\n')
    return new LessonFault('fell short', message, placeOf(lab, result.at ?? result.line))
  }
}

/** Results know their line; a line of a block begins where the block does. */
export const placeOf = (lab: Lab, line: number): Place => {
  const blocks = [lab, ...lab.steps].flatMap((part) => part.blocks)
  const block = blocks.find(({ position, lines }) => position.line <= line && line <= lines.to)
  return { file: lab.file, line, column: block?.position.column ?? 1 }
}
