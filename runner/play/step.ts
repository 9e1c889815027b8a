import type { Command, Step } from '../lab/lab.ts'
import { MachineError } from '../machine/machine.ts'
import { checksOf, type Holding, holds, verdictOf } from './check.ts'
import { runCommand } from './command.ts'
import type { PlayEvent } from './events.ts'
import { runHidden } from './hidden.ts'
import { withinOf } from './patience.ts'
import type { CheckResult, CommandResult, StepResult } from './result.ts'
import type { Stage } from './stage.ts'
import type { Terminals } from './terminals.ts'

/** Plays one step: its checks (red), its commands, its checks again (green). */
export async function* playStep(
  stage: Stage,
  step: Step,
  terminals: Terminals,
): AsyncGenerator<PlayEvent, StepResult> {
  const { lab, variables } = stage
  const started = performance.now()
  const commands: CommandResult[] = []
  const checks: CheckResult[] = []
  yield { type: 'step-started', lab, step }

  // Setup comes first, so that a check does not look red only because its stage was not set.
  for (const block of step.blocks) {
    if (block.kind !== 'setup') continue
    for (const command of block.commands) {
      const known = new Map(variables)
      const { result } = await runHidden(stage, block, command, withinOf(stage.machine, block))
      commands.push(result)
      yield { type: 'command-ended', lab, block, command, result, variables: known }
    }
  }

  const red = new Map<number, Holding>()
  for (const check of checksOf(step.blocks)) {
    if (check.kind === 'check') red.set(check.position.line, await holds(stage, check, { patient: false }))
  }

  for (const block of step.blocks) {
    if (block.kind !== 'console') continue
    for (const command of block.commands) {
      yield { type: 'command-started', lab, block, command, text: command.text }
      const known = new Map(variables)
      const result = await runCommand(stage, block, command, terminals).catch((error) => {
        throw placed(error, lab.file, command)
      })
      commands.push(result)
      yield { type: 'command-ended', lab, block, command, result, variables: known }
    }
  }

  for (const check of checksOf(step.blocks)) {
    const after = await holds(stage, check, { patient: true })
    const result = verdictOf(lab, check, red.get(check.position.line), after)
    checks.push(result)
    yield { type: 'check-ended', lab, step, result }
  }

  const result: StepResult = {
    id: step.id,
    title: step.title,
    file: lab.file,
    line: step.position.line,
    ok: commands.every(({ ok }) => ok) && checks.every(({ ok }) => ok),
    ms: performance.now() - started,
    commands,
    checks,
  }
  yield { type: 'step-ended', lab, step, result }
  return result
}

/** A machine that goes away says at which line of the lesson it did: the command there may be why. */
const placed = (error: unknown, file: string, { position, text }: Command): unknown =>
  error instanceof MachineError
    ? new MachineError(
        `the machine went away at ${file}:${position.line}, while \`${text.split('\n')[0]}\` ran`,
        'If that command may end a machine or all of its processes, change it; if not, play the lab again.',
        { cause: error },
      )
    : error
