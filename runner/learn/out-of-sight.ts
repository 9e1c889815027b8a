/** What a lab runs before and after the learner's own commands: `setup` and `cleanup` blocks. */
import type { Block } from '../lab/lab.ts'
import { runHidden } from '../play/hidden.ts'
import { withinOf } from '../play/patience.ts'
import type { CommandResult } from '../play/result.ts'
import type { Stage } from '../play/stage.ts'

/** Runs the `setup` blocks among some blocks; returns those commands that fell short. */
export const setUp = (stage: Stage, blocks: readonly Block[]): Promise<CommandResult[]> =>
  runAll(
    stage,
    blocks.filter(({ kind }) => kind === 'setup'),
  )

/** Runs a lab's `cleanup` blocks, the last one first. */
export const cleanUp = (stage: Stage): Promise<CommandResult[]> => {
  const blocks = [stage.lab, ...stage.lab.steps].flatMap((each) => each.blocks)
  return runAll(stage, blocks.filter(({ kind }) => kind === 'cleanup').reverse())
}

const runAll = async (stage: Stage, blocks: readonly Block[]): Promise<CommandResult[]> => {
  const short: CommandResult[] = []
  for (const block of blocks) {
    for (const command of block.commands) {
      const { result } = await runHidden(stage, block, command, withinOf(stage.machine, block))
      if (!result.ok) short.push(result)
    }
  }
  return short
}
