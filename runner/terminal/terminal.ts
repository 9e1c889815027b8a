/** A named shell on a PTY, and what comes out of one command typed into it. */
import type { MachineError } from '../machine/machine.ts'

export interface Terminal extends AsyncDisposable {
  readonly name: string
  /**
   * Types a command and waits until it has ended.
   * @throws MachineError when the shell or its machine has gone
   */
  run(command: string, options?: RunOptions): Promise<CommandOutput>
  /** Sends keystrokes as they are. */
  write(data: string): void
  resize(columns: number, rows: number): void
  /**
   * Takes nothing more from the PTY until `resume`: a program that prints on soon waits. A command does not end meanwhile,
   * but for its time being up.
   */
  pause(): void
  resume(): void
  /** Everything the PTY prints, escape sequences and all. Returns what ends it. */
  onData(listener: (data: string) => void): () => void
  /** A command that has ended, whoever typed it. Returns what ends it. */
  onCommand(listener: (command: CommandOutput) => void): () => void
  /** The terminal has gone, and what runs on it: it was closed, or its machine ended. Returns what ends it. */
  onEnd(listener: (error: MachineError) => void): () => void
}

export interface RunOptions {
  /** Milliseconds; then the command is interrupted, and one second later killed. 20 s unless told otherwise. */
  timeout?: number
  /** The command opens a shell inside this one (`docker run -ti`, `su`): it has run when that one answers. */
  enters?: boolean
  /** Returns early, the command still running, once this holds for the output so far. */
  until?: (output: string) => boolean
}

export interface CommandOutput {
  command: string
  /** What it printed, as plain text: no escape sequences, `\n` line ends. */
  output: string
  /** Exit status; undefined while it runs, or where it moved into another shell. */
  exit: number | undefined
  /** Milliseconds from typing to the end. */
  ms: number
  /** `timeout` when its time was up; `running` when `until` held; `entered` when a shell opened. */
  ended: 'exit' | 'timeout' | 'running' | 'entered'
  /** It timed out while the shell waited for more lines of it. */
  unfinished?: boolean
}
