/**
 * The one contract between a lab and what it runs on. `play` knows this file
 * alone: no kind of machine is known by name outside its own folder.
 */
import type { Terminal } from '../terminal/terminal.ts'

export type MachineKind = 'scratch' | 'vm' | 'host' | 'browser'

/** What the machine says of itself: `host.name`, `host.ip`, `docker.version`, … */
export type Facts = Readonly<Record<string, string>>

/** The size of a terminal in characters. */
export interface Size {
  columns: number
  rows: number
}

export interface ExecOptions {
  /** Milliseconds until the whole process tree is killed. */
  timeout?: number
  /** The terminal beside which it runs: its name says on which machine, where there are two. `host` unless told otherwise. */
  on?: string
  signal?: AbortSignal
}

/** What a script printed, out of sight. */
export interface Output {
  stdout: string
  stderr: string
  /** Exit status; 128 + n where signal n ended it; undefined where its time ran out. */
  exit: number | undefined
}

export interface Machine extends AsyncDisposable {
  readonly kind: MachineKind
  /** Names the machine among those of this computer: `k3f9`. */
  readonly id: string
  readonly facts: Facts
  /** How many times as long as on this computer itself things take: what a lesson grants in time (`within`, `timeout`) is more by it. */
  readonly pace: number
  /** Opens a shell on a PTY. `terminal` names it; its name also says on which machine it stands. */
  open(terminal: string, size: Size): Promise<Terminal>
  /** Runs a bash script out of sight, on no terminal. */
  exec(script: string, options?: ExecOptions): Promise<Output>
  /** Makes the machine as new. Its terminals end. */
  reset(): Promise<void>
}

/** A machine that can outlive the runner which made it (`--keep`). */
export interface Keepable {
  /**
   * Leaves the machine behind when this runner ends, for a look. `labwright clean` ends it.
   * @throws MachineError when the machine has gone
   */
  keep(): Promise<void>
}

export const isKeepable = (machine: Machine): machine is Machine & Keepable => 'keep' in machine

/** A machine could not be had, or went away: exit status 3. */
export class MachineError extends Error {
  override readonly name = 'MachineError'
  /** The command or the `doctor` line that mends it. */
  readonly mend: string
  constructor(message: string, mend: string, options?: ErrorOptions) {
    super(message, options)
    this.mend = mend
  }
}

/**
 * This kind of machine has not what a lab requires, and never will: the lab is skipped here, which is not to say that it
 * holds.
 */
export class LacksRequirement extends MachineError {}
