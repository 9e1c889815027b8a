/** Receipts of what this server saw a learner do. */
import type { Lab } from '../lab/lab.ts'
import { checksOf } from '../play/check.ts'
import { KeyError } from '../receipt/key.ts'
import { createKey, DEFAULT_KEY, hasKey, loadKey } from '../receipt/key-store.ts'
import { type Finding, makeReceipt } from '../receipt/make.ts'
import { LearnerName } from '../receipt/receipt.ts'
import type { Progress } from './progress.ts'

/** What can be answered to who asks for one: the receipt, or why there is none. */
export type Issued = { receipt: string } | { refused: 'name' | 'nothing-seen' | 'key'; message: string }

/**
 * Signs what was seen of a lab's steps in its present version. A step done before the lab was changed is not signed as done.
 * The key is the one of `labwright receipt make`; where there is none yet, one is made.
 * @param version of the lab's executable content
 */
export const issueReceipt = async (
  lab: Lab,
  version: string,
  progress: Progress,
  learner: string,
): Promise<Issued> => {
  if (!LearnerName.safeParse(learner).success)
    return { refused: 'name', message: 'A name has 1 to 200 characters, and no blank at either end.' }
  const finding = findingOf(lab, version, progress)
  if (!finding)
    return {
      refused: 'nothing-seen',
      message: 'No step of this lab was seen done in its present version: do one, and ask again.',
    }
  try {
    if (!hasKey(DEFAULT_KEY)) await createKey(DEFAULT_KEY)
    return { receipt: await makeReceipt({ ...finding, learner }, await loadKey(DEFAULT_KEY)) }
  } catch (error) {
    if (error instanceof KeyError) return { refused: 'key', message: error.message }
    throw error
  }
}

/** Undefined where nothing was seen. */
const findingOf = (lab: Lab, version: string, progress: Progress): Omit<Finding, 'learner'> | undefined => {
  const seen = progress.seen(lab.name)
  const steps = lab.steps.map(({ id, blocks }) => {
    const checks = checksOf(blocks).length
    const found = Object.hasOwn(seen, id) && seen[id]!.version === version ? seen[id] : undefined
    return { id, ok: found !== undefined, held: found ? checks : 0, checks, at: found?.at ?? 0, found }
  })
  const latest = steps.flatMap(({ found }) => found ?? []).sort((a, b) => b.at - a.at)[0]
  if (!latest) return undefined
  return {
    lab: lab.name,
    version,
    seed: progress.seed,
    machine: latest.machine,
    // When a step is not done, that was so when the last one was.
    steps: steps.map(({ found: _, ...step }) => ({ ...step, at: step.ok ? step.at : latest.at })),
  }
}
