import { type IPty, spawn } from '@lydell/node-pty'
import type { Pty } from './pty.ts'

export interface PtyOptions {
  /** This process's own unless told otherwise. */
  env?: Record<string, string | undefined>
  cwd?: string
  columns: number
  rows: number
  /** How to signal the program, told its process ID, where that isn't done by signalling the process itself. */
  signal?: (pid: number, signal: 'SIGTERM' | 'SIGKILL') => void
}

/** Milliseconds until a program that hears neither a hangup nor SIGTERM is killed. */
const PATIENCE = 1000

/** Runs a program on a pseudoterminal of this computer. Node only. */
export function spawnPty(file: string, args: readonly string[], options: PtyOptions): Pty {
  const { env = process.env, cwd = process.cwd(), columns, rows } = options
  const name = env.TERM ?? 'xterm-256color'
  const pty = spawn(file, [...args], { name, env, cwd, cols: columns, rows })
  let ended = false
  pty.onExit(() => {
    ended = true
  })
  return {
    write: (data) => {
      if (!ended) pty.write(data)
    },
    resize: (toColumns, toRows) => {
      if (!ended) pty.resize(toColumns, toRows)
    },
    onData: (listener) => {
      pty.onData(listener)
    },
    onExit: (listener) => {
      pty.onExit(() => listener())
    },
    pause: () => {
      if (!ended) pty.pause()
    },
    resume: () => {
      if (!ended) pty.resume()
    },
    kill: () => {
      if (!ended) hangUp(pty, options.signal ?? ((_, signal) => pty.kill(signal)))
    },
  }
}

/** What node-pty has, but does not declare. */
type Destroyable = IPty & { destroy(): void; once(event: 'close', listener: () => void): void }

/**
 * Closes our end first: a shell that is told to end while the terminal still stands takes the terminal back from
 * what runs in its foreground, which then never hears of the hangup.
 */
function hangUp(pty: IPty, signal: NonNullable<PtyOptions['signal']>): void {
  const timer = setTimeout(() => signal(pty.pid, 'SIGKILL'), PATIENCE)
  pty.onExit(() => clearTimeout(timer))
  const destroyable = pty as Destroyable
  destroyable.once('close', () => signal(pty.pid, 'SIGTERM'))
  destroyable.destroy()
}
