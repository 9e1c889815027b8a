import type { Verified } from '../../receipt/pile.ts'
import { day } from '../../receipt/verify.ts'
import { count } from '../../report/count.ts'

/** `good     alice.jws  alice: veth, 8 of 8 steps, 2026-11-21T05:09:23Z` */
export const verdictLine = ({ file, line, verdict }: Verified): string => {
  const place = line > 1 ? `${file}:${line}` : file
  if (!verdict.ok) return `${verdict.fault.padEnd(9)}  ${place}  ${verdict.reason}`
  const { sub, lab, steps, iat } = verdict.receipt
  const done = steps.filter(({ ok }) => ok).length
  return `${'good'.padEnd(9)}  ${place}  ${sub}: ${lab}, ${done} of ${count(steps.length, 'step')}, ${day(iat)}`
}
