import type { Command } from '../lab/lab.ts'
import type { CommandResult } from './result.ts'

/** What a result says of the output that is printed under its command. */
export const printedUnder = ({ expected }: Command): Pick<CommandResult, 'expected'> =>
  expected.length === 0 ? {} : { expected: expected.map(({ text }) => text).join('\n') }
