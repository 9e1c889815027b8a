/** Receipts of what a server saw a learner do. */
import type { Lab } from '../lab/lab.ts'
import { checksOf } from '../play/check.ts'
import { KeyError } from './key.ts'
import { createKey, DEFAULT_KEY, hasKey, loadKey } from './key-store.ts'
import { type Finding, makeReceipt } from './make.ts'
import { LearnerName } from './receipt.ts'

/** What can be answered to who asks for one: the receipt, or why there is none. */
export type Issued = { receipt: string } | { refused: 'name' | 'nothing-seen' | 'key'; message: string }

/** What was seen of one learner. */
export interface Witnessed {
  /** Gave them their values of `vary`. */
  seed: string
  /** The steps of a lab that were seen done, by their ids. `at` is in seconds since 1970. */
  seen(lab: string): Record<string, { at: number; version: string; machine: Finding['machine'] }>
}

/** What a receipt says of a lab. */
export interface SignedLab {
  name: string
  /** Of the lab's executable content. */
  version: string
  /** `checks` counts a step's checks and questions. */
  steps: readonly { id: string; checks: number }[]
}

export const signedLab = ({ lab, version }: { lab: Lab; version: string }): SignedLab => ({
  name: lab.name,
  version,
  steps: lab.steps.map(({ id, blocks }) => ({ id, checks: checksOf(blocks).length })),
})

/**
 * Signs what was seen of a lab's steps in its present version. A step done before the lab was changed is not signed as done.
 * The key is the one of `labwright receipt make`; where there is none yet, one is made.
 */
export const issueReceipt = async (lab: SignedLab, progress: Witnessed, learner: string): Promise<Issued> => {
  if (!LearnerName.safeParse(learner).success)
    return { refused: 'name', message: 'A name has 1 to 200 characters, and no blank at either end.' }
  const finding = findingOf(lab, progress)
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
const findingOf = (
  { name, version, steps: wanted }: SignedLab,
  progress: Witnessed,
): Omit<Finding, 'learner'> | undefined => {
  const seen = progress.seen(name)
  const steps = wanted.map(({ id, checks }) => {
    const found = Object.hasOwn(seen, id) && seen[id]!.version === version ? seen[id] : undefined
    return { id, ok: found !== undefined, held: found ? checks : 0, checks, at: found?.at ?? 0, found }
  })
  const latest = steps.flatMap(({ found }) => found ?? []).sort((a, b) => b.at - a.at)[0]
  if (!latest) return undefined
  return {
    lab: name,
    version,
    seed: progress.seed,
    machine: latest.machine,
    // When a step is not done, that was so when the last one was.
    steps: steps.map(({ found: _, ...step }) => ({ ...step, at: step.ok ? step.at : latest.at })),
  }
}
