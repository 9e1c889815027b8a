import { issueReceipt } from '../receipt/issue.ts'
import { KeyError } from '../receipt/key.ts'
import type { ClassState, LearnerState } from './state.ts'

/** A learner's receipt of one lab. */
export interface ClassReceipt {
  learner: string
  lab: string
  receipt: string
}

/**
 * A receipt for each learner and lab of which a step was seen done, in the version that the class has of it.
 * @throws KeyError where there is no key to sign with, and none can be made
 */
export const classReceipts = async ({ labs, learners }: ClassState): Promise<ClassReceipt[]> => {
  const receipts: ClassReceipt[] = []
  for (const learner of learners.values()) {
    for (const lab of labs) {
      const issued = await issueReceipt(
        lab,
        { seed: learner.seed, seen: (name) => seenOf(learner, name) },
        learner.name,
      )
      if ('receipt' in issued)
        receipts.push({ learner: learner.name, lab: lab.name, receipt: issued.receipt })
      else if (issued.refused === 'key') throw new KeyError(issued.message)
    }
  }
  return receipts
}

/** What was seen of a lab's steps, by their ids, as a receipt says it. */
export const seenOf = ({ labs }: Pick<LearnerState, 'labs'>, lab: string) =>
  Object.fromEntries(
    [...(labs.get(lab)?.done ?? [])].map(([step, { at, version, machine }]) => [
      step,
      { at: Math.floor(at / 1000), version, machine },
    ]),
  )
