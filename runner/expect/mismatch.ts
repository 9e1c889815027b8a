import type { ExpectedLine, Position } from '../lab/lab.ts'
import type { Bindings } from './line.ts'
import type { CaptureType } from './types.ts'

/** Why a command's output or exit status is not what is printed. Plain data. */
export interface Mismatch {
  ok: false
  kind: MismatchKind
  /** Where the lesson is to be looked at; undefined where nothing is printed. */
  position: Position | undefined
  /** The printed line that fell short first, in the attempt that came furthest. */
  expected?: ExpectedLine
  /** The line of output that came nearest to it, or the first one that is too many. */
  nearest?: { text: string /** In the output, from 1. */; line: number }
  /** Where those two part, as offsets from 0 into their texts. */
  parting?: { expected: number; nearest: number }
  /** The values of the names that stand in the printed lines, as far as they are known. */
  captures: Bindings
  /** A known value in the printed line that is not what its type there says. */
  wrongType?: { name: string; value: string; type: CaptureType }
  /** The whole comparison; a long one is cut. */
  rows: readonly Row[]
  /** Present where the exit status is not the expected one; `came` is undefined where the command did not end. */
  exit?: { expected: number; came: number | undefined }
  /** A printed fact that the machine does not offer, and those that it does. */
  unknown?: { name: string; known: readonly string[] }
}

/**
 * `line`: another line came. `missing`: none like it came. `extra`: more came than is printed. `exit`: only the exit
 * status differs. `budget`: too many ways to read the pattern. `unknown`: a printed fact that the machine doesn't offer.
 */
export type MismatchKind = 'line' | 'missing' | 'extra' | 'exit' | 'budget' | 'unknown'

export type Row =
  | { kind: 'same'; came: string }
  | { kind: 'changed'; expected: string; came: string }
  | { kind: 'missing'; expected: string }
  | { kind: 'extra'; came: string }
  /** So many lines of output stand for a `...`. */
  | { kind: 'gap'; lines: number }
  /** So many rows are left out here. */
  | { kind: 'cut'; rows: number }
