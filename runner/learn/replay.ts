import type { Step } from '../lab/lab.ts'
import type { Stage } from '../play/stage.ts'
import { playStep } from '../play/step.ts'
import { Terminals } from '../play/terminals.ts'

/**
 * Plays steps on a machine that was made as new, so that the learner can go on from where they were. What they run in
 * the background runs on until the result is disposed of.
 * @throws MachineError when the machine has gone
 */
export const playAgain = async (
  stage: Stage,
  steps: readonly Step[],
  begins: (step: Step) => void,
): Promise<AsyncDisposable> => {
  const terminals = new Terminals(stage.machine, stage.signal)
  for (const step of steps) {
    begins(step)
    for await (const _event of playStep(stage, step, terminals));
  }
  return terminals
}
