import type { CommandResult } from '../play/result.ts'
import type { Paint } from './paint.ts'
import { reasonLines } from './reason.ts'

/** What is said of commands out of sight that fell short. */
export const troubleLines = (results: readonly CommandResult[], paint: Paint, columns: number): string[] =>
  results.flatMap(({ file, line, at, command, reason }) => [
    paint.red(`${file}:${at ?? line}: '${command}' did not do what it is there for; go on with care.`),
    ...reasonLines(reason, paint, columns),
  ])
