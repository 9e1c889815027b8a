import { count } from './count.ts'
import type { RunResult } from './run.ts'

/** How many labs of a run hold, in words: `1 of 2 labs hold, 3 skipped`. A lab that was skipped is none that was played. */
export const verdictText = ({ labs, failures, skipped }: RunResult): string => {
  const good = labs.filter(({ ok }) => ok).length
  const left = skipped.length > 0 ? `, ${skipped.length} skipped` : ''
  return `${good} of ${count(labs.length + failures.length, 'lab holds', 'labs hold')}${left}`
}
