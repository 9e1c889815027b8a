import type { ExpectedLine, Position } from '../lab/lab.ts'
import type { Token } from './tokens.ts'

/** One printed line that stands for one line of output. */
export interface PatternLine extends ExpectedLine {
  tokens: readonly Token[]
  /** The names in it, each once. */
  names: readonly string[]
}

/** What is printed under a command, compiled. Plain data. */
export interface Expectation {
  /** As printed. */
  printed: readonly ExpectedLine[]
  /** False when nothing is printed: then output is not compared. */
  compared: boolean
  /** The lines that are not `...`. */
  lines: readonly PatternLine[]
  /** `gaps[i]` is the `...` that stands before `lines[i]`; the last one stands after all lines. */
  gaps: readonly (ExpectedLine | undefined)[]
  /** The lines may come in any order. */
  unordered: boolean
  /** More output may follow, as if a `...` ended it: that of a `background` command. */
  open: boolean
  /** The names that capture unless they are known before, each once. */
  captures: readonly string[]
  /** Every place where a name stands, facts (with a dot) and captures. */
  uses: readonly NameUse[]
}

export interface NameUse {
  name: string
  /** Of its opening brace. */
  position: Position
}

/** Whether any number of lines may come before line `index`, or after the last where `index` is their number. */
export const hasGap = (expectation: Expectation, index: number): boolean =>
  expectation.gaps[index] !== undefined || (expectation.open && index === expectation.lines.length)

/** A name with a dot is a fact of the machine: it never captures. */
export const isFact = (name: string): boolean => name.includes('.')
