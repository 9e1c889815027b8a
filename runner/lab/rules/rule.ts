import type { Block, Command, Lab, Position } from '../lab.ts'
import type { Problem } from '../problem.ts'
import type { SourceText } from '../source-text.ts'

/** Something that can be known of a lab without running it. One rule a file. */
export interface Rule {
  name: string
  severity: Problem['severity']
  /** Where the lab breaks the rule. */
  find(lab: Lab, facts: readonly string[], source: SourceText): Iterable<Finding>
}

export interface Finding {
  position: Position
  message: string
  mend: string
}

/** Every block of a lab, in the order of the file. */
export const blocksOf = (lab: Lab): Block[] => [lab, ...lab.steps].flatMap(({ blocks }) => blocks)

/** Every command of a lab, in the order of the file. */
export const commandsOf = (lab: Lab): Command[] => blocksOf(lab).flatMap(({ commands }) => commands)
