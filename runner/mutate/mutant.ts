import type { Block, Command, Lab } from '../lab/lab.ts'

/** What is made wrong: a command is left out, one of its arguments is another, a printed line is another. */
export const KINDS = ['command', 'argument', 'line'] as const
export type Kind = (typeof KINDS)[number]

/** A lesson with one thing in it made wrong. */
export interface Change {
  /** The first line that was changed or taken out, counted from 1. */
  line: number
  /** As it stood there. */
  text: string
  source: string
}

export interface Mutant extends Change {
  kind: Kind
  /** What was done, on one line: `ip link set A up → ip link set A down`. */
  change: string
  /** Its block and command, to say why nobody may have noticed. */
  block: Block
  command: Command
  /** Why it isn't played: whoever leaves out a look, or what is refused, has left nothing undone. */
  apart?: 'look' | 'refused'
}

export const blocksOf = (lab: Lab): Block[] => [lab, ...lab.steps].flatMap(({ blocks }) => blocks)
