/** What a shell needs of a pseudoterminal, wherever that one comes from. */
export interface Pty {
  /** Types: sends keystrokes to whatever reads the terminal. */
  write(data: string): void
  resize(columns: number, rows: number): void
  onData(listener: (data: string) => void): void
  /** The process on the terminal has ended; nothing comes any more. */
  onExit(listener: () => void): void
  /** Reads no more of what is printed, so that a program which prints on soon waits. */
  pause(): void
  resume(): void
  /** Hangs up, as closing a terminal window does. */
  kill(): void
}
