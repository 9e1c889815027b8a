/** Whole classes: learners who type key by key through a lab, each on a machine of their own, and a teacher who looks on. */
import { findLabFiles, readLabs } from '../cli/labs.ts'
import { trialRow, trialTable } from './class/report.ts'
import { tryClass } from './class/trial.ts'

const CLASSES = [
  { name: '40 x host-network (Docker)', lab: 'host-network', learners: 40 },
  { name: '100 x netns', lab: 'netns', learners: 100 },
]

/**
 * The table: all join at once, and begin at once.
 * @throws where a learner does not get to the end
 */
export const benchClass = async (): Promise<string> => {
  const rows: string[][] = []
  for (const { name, lab: file, learners } of CLASSES) {
    const [read] = readLabs(findLabFiles([file]))
    const trial = await tryClass({ lab: read!.lab, learners, seed: 1, thinking: [1000, 4000] })
    if (trial.failures.length > 0) throw new Error(trial.failures.join('\n'))
    rows.push(trialRow(name, trial))
  }
  return trialTable(rows)
}
