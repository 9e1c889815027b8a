import { csv } from '../report/csv.ts'
import type { Verified } from './pile.ts'
import { day } from './verify.ts'

const HEAD = [
  ...['file', 'line', 'verdict', 'learner', 'lab', 'done', 'steps done', 'steps', 'checks held', 'checks'],
  ...['version', 'seed', 'machine', 'issued', 'key', 'id', 'reason'],
]

/** A row each. What a receipt says stands there only if its signature held. */
export const csvOf = (verified: readonly Verified[]): string => csv([HEAD, ...verified.map(rowOf)])

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
