import type { Block, Command, Lab, Step } from '../lab/lab.ts'
import type { CheckResult, CommandResult, LabResult, StepResult } from './result.ts'

/**
 * What a play gives out, in order. Everything that shows something reads these, and nothing of it reaches back.
 */
export type PlayEvent =
  | { type: 'lab-started'; lab: Lab }
  | { type: 'step-started'; lab: Lab; step: Step }
  | { type: 'command-started'; lab: Lab; block: Block; command: Command; text: string }
  | {
      type: 'command-ended'
      lab: Lab
      block: Block
      command: Command
      result: CommandResult
      /** What was known when it was compared; `--update` needs it. */
      variables: ReadonlyMap<string, string>
    }
  | { type: 'check-ended'; lab: Lab; step: Step; result: CheckResult }
  | { type: 'step-ended'; lab: Lab; step: Step; result: StepResult }
  | { type: 'lab-ended'; lab: Lab; result: LabResult }
