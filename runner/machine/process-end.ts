import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { constants } from 'node:os'

export interface ProcessEnd {
  /** Exit status; 128 + n where signal n ended it; 127 where it could not be started. */
  exit: number
  /** Why it could not be started. */
  error?: string
}

/** Milliseconds to read what lies in the pipes of a process that has ended, while others still hold them open. */
const LEFTOVERS = 50

/**
 * Waits until a process has ended and what it printed has been read. Those that inherited its pipes are not waited
 * for: what they go on printing is read and thrown away, so that no broken pipe ends them as long as this process lives.
 */
export const processEnd = (child: ChildProcess): Promise<ProcessEnd> =>
  new Promise((resolve) => {
    child.once('error', ({ message }) => resolve({ exit: 127, error: message }))
    child.once('exit', (code, signal) => {
      const end = (): void => {
        // They do not keep this process from ending.
        for (const pipe of [child.stdout, child.stderr] as (Socket | null)[]) pipe?.unref()
        resolve({ exit: code ?? 128 + (signal ? constants.signals[signal] : 0) })
      }
      // Between timers and `setImmediate`, Node reads what can be read.
      const timer = setTimeout(() => setImmediate(end), LEFTOVERS)
      child.once('close', () => {
        clearTimeout(timer)
        end()
      })
    })
  })
