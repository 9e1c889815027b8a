/**
 * What a lesson is, once it has been read. Plain data: the parser makes it,
 * everything else only reads it. Nothing here needs Node, so the page uses it too.
 */

/** A place in a Markdown file. Lines and columns count from 1. */
export interface Position {
  line: number
  column: number
}

/** What a lab may ask of its machine, in `requires:`. */
export const REQUIREMENTS = ['docker', 'netns', 'net-admin', 'two-machines', 'root'] as const
export type Requirement = (typeof REQUIREMENTS)[number]

/** A lab: one folder under `labs/`, or one Markdown file. */
export interface Lab {
  /** The folder's name, or the file's without its ending. */
  name: string
  /** The Markdown file, as it was given. */
  file: string
  title: string
  description: string
  minutes: number
  requires: Requirement[]
  /** Container images that must be loaded before the lab starts. */
  containers: string[]
  sources: string[]
  /** `vary:` gives each learner a whole number of their own, both ends included. */
  vary: Record<string, { from: number; to: number }>
  /** Blocks that stand before the first step. */
  blocks: Block[]
  steps: Step[]
}

/** One `##` section. */
export interface Step {
  /** The heading's `{#anchor}`, the same in every translation. */
  id: string
  title: string
  position: Position
  /** The first and the last line of the section, its heading included. */
  lines: { from: number; to: number }
  blocks: Block[]
  /** Markdown of each `::: hint`, in order. */
  hints: string[]
}

export type BlockKind = 'console' | 'check' | 'question' | 'setup' | 'cleanup'

/** One fenced block that runs. */
export interface Block {
  kind: BlockKind
  /** What stands after `check` or `question`; empty for the others. */
  title: string
  position: Position
  /** The first and the last line between the fences; `to < from` when there is none. */
  lines: { from: number; to: number }
  /** What stands before each line of the block in the file (a fence inside a list is indented). */
  indent: string
  options: BlockOptions
  commands: Command[]
}

export interface BlockOptions {
  /** Run again until the output matches, or this many milliseconds are up. */
  within?: number
  /** Milliseconds that one run of a command may take. */
  timeout?: number
  /** How often a check counts in a score; once where nothing is said. */
  weight?: number
  /** The lines may come in any order. */
  unordered: boolean
  /** The command returns when its expectation is met, and ends with the lab. */
  background: boolean
}

/** One prompt line, its continuation lines, and the output printed under it. */
export interface Command {
  /** The terminal's name as printed in the prompt: `host`, `box`, … */
  prompt: string
  /**
   * The terminal that it is typed into. It differs from `prompt` while a terminal is inside
   * a container: `docker run -ti` typed at `host$ ` makes `box# ` stand for terminal `host`.
   */
  terminal: string
  /** What is typed; the lines of a continued command are joined with `\n`. */
  text: string
  position: Position
  /** True when the command moves its terminal into another shell (`docker run -ti …`, `su`). */
  enters: boolean
  /** The output printed under it. Empty: output is not compared. */
  expected: ExpectedLine[]
  /** The exit status that must come: `[7]` as last line, or 0. */
  exit: number
  /** Where `[7]` stands, if it does. */
  exitPosition?: Position
}

/** One printed line of output, read as a pattern. */
export interface ExpectedLine {
  text: string
  position: Position
}
