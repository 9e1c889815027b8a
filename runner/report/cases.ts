import type { CheckResult, CommandResult, LabResult } from '../play/result.ts'

/** Something that fell short, at its line of the lesson. */
export interface Fault {
  file: string
  line: number
  /** The command as typed, or the check's title. */
  what: string
  /** A diff, then a sentence; may be empty. */
  reason: string
}

/** What other tools call a test: a step, or what comes before the first and after the last one. */
export interface Case {
  title: string
  file: string
  line: number
  ms: number
  /** None where it holds. */
  faults: Fault[]
}

/** The cases of a lab, in order. Where the lab fell short, at least one of them did. */
export const casesOf = (lab: LabResult): Case[] => [
  ...outside('setup', lab, lab.setup, []),
  ...lab.steps.map(({ title, file, line, ms, commands, checks }) => ({
    title,
    file,
    line,
    ms,
    faults: [...faultsOf(commands), ...checks.flatMap(checkFaults)],
  })),
  ...outside('cleanup', lab, lab.cleanup, lab.left),
]

const outside = (
  title: string,
  { file }: LabResult,
  commands: readonly CommandResult[],
  left: readonly string[],
): Case[] => {
  if (commands.length + left.length === 0) return []
  const line = commands[0]?.line ?? 1
  const ms = commands.reduce((sum, command) => sum + command.ms, 0)
  const mend = 'mend: undo it in a cleanup block'
  const behind = { file, line, what: 'left behind', reason: [...left, mend].join('\n') }
  return [{ title, file, line, ms, faults: [...faultsOf(commands), ...(left.length > 0 ? [behind] : [])] }]
}

const faultsOf = (commands: readonly CommandResult[]): Fault[] =>
  commands.flatMap(({ ok, file, at, line, terminal, command, reason = '' }) =>
    ok ? [] : [{ file, line: at ?? line, what: `${terminal}$ ${command}`, reason }],
  )

const checkFaults = ({ ok, file, at, line, kind, title, reason = '' }: CheckResult): Fault[] =>
  ok ? [] : [{ file, line: at ?? line, what: `${kind}: ${title}`, reason }]

/** A fault as a few lines: where, what, why. */
export const faultText = ({ file, line, what, reason }: Fault): string =>
  [`${file}:${line}`, what, ...(reason === '' ? [] : [reason])].join('\n')

/** A fault in one line. */
export const faultLine = ({ file, line, what }: Fault): string => `${file}:${line}: ${what.split('\n')[0]}`
