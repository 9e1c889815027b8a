import type { Verified } from './pile.ts'
import { day } from './verify.ts'

const HEAD = [
  ...['file', 'line', 'verdict', 'learner', 'lab', 'done', 'steps done', 'steps', 'checks held', 'checks'],
  ...['version', 'seed', 'machine', 'issued', 'key', 'id', 'reason'],
]

/**
 * A row each, as RFC 4180 has it, for spreadsheets too: a field that one would take for a formula begins with an
 * apostrophe. What a receipt says stands there only if its signature held.
 */
export const csvOf = (verified: readonly Verified[]): string =>
  [HEAD, ...verified.map(rowOf)].map((row) => `${row.map(field).join(',')}\r\n`).join('')

const rowOf = ({ file, line, verdict }: Verified): string[] => {
  const { receipt, kid = '' } = verdict
  const steps = receipt?.steps ?? []
  const sum = (of: 'held' | 'checks'): string => `${steps.reduce((total, step) => total + step[of], 0)}`
  const said = receipt
    ? [
        ...[receipt.sub, receipt.lab, receipt.ok ? 'yes' : 'no'],
        ...[`${steps.filter(({ ok }) => ok).length}`, `${steps.length}`, sum('held'), sum('checks')],
        ...[receipt.version, receipt.seed, receipt.machine.kind, day(receipt.iat), kid, receipt.jti],
      ]
    : Array<string>(13).fill('')
  return [file, `${line}`, verdict.ok ? 'good' : verdict.fault, ...said, verdict.ok ? '' : verdict.reason]
}

/** Source: OWASP, CSV Injection. Blanks and quotes before the sign don't keep a spreadsheet from reading a formula. */
const FORMULA = /^[\s'"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/

const field = (text: string): string => {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n;\t']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
