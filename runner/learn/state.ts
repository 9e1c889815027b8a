/**
 * What a learner's page shows of one lab: plain data, whole each time, so that whoever comes late or comes back sees the
 * same as whoever was there. Nothing here needs Node.
 */
import type { MachineKind } from '../machine/machine.ts'

export interface LearnState {
  lab: string
  /** Of the lab's executable content, as `lab/version.ts` has it. */
  version: string
  /** Gave the values of `vary`. */
  seed: string
  machine: MachineState
  /** Live values: the machine's facts, `vary`, and what was captured. */
  variables: Record<string, string>
  /** The id of the step that the learner is at: its checks are looked at. */
  at: string
  steps: StepState[]
  /** Names of the terminals that are open, in the order in which they were opened. */
  terminals: string[]
}

export interface MachineState {
  state: 'none' | 'starting' | 'ready' | 'resetting' | 'stopped' | 'gone' | 'failed'
  kind: MachineKind
  /** Empty while there is none. */
  id: string
  /** Counts the lives of this lab's machines: terminals of another life are other terminals. */
  life: number
  /** Why there is none, and what mends it. */
  trouble?: { message: string; mend: string }
  /** When the machine is stopped unless the learner does something; milliseconds since 1970. Told shortly before. */
  stopsAt?: number
}

export interface StepState {
  id: string
  /** It was done once; a new machine does not take that back. */
  done: boolean
  /** In the order of `console` blocks and of the commands in them. */
  commands: CommandState[]
  checks: CheckState[]
  questions: QuestionState[]
  /** Why its `setup` blocks did not do what they are there for: commands and diffs. */
  trouble?: string
}

/** A command of the lesson; `block` counts the `console` blocks of its step, `command` the commands of the block, from 0. */
export interface CommandState {
  block: number
  command: number
  /** What is typed, and into which terminal; values stand in it as far as they are known. */
  text?: string
  terminal?: string
  state: 'open' | 'running' | 'matched' | 'differs'
  /** Why it differs: lines; those of the diff begin with `-` (printed) and `+` (came). */
  reason?: string
  /** What it printed when it was run last, at most 16 KiB. */
  output?: string
}

export interface CheckState {
  held: boolean
  /** Why it did not hold when it was last looked at; empty before the first look, and when it holds. */
  reason: string
}

export interface QuestionState {
  answered: boolean
  /** How many answers were wrong. */
  wrong: number
  /** Why the machine can't say now, or empty. */
  trouble: string
}
