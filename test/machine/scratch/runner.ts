/** A runner in a process of its own, that makes machines and can be killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const SCRIPT = join(import.meta.dirname, 'runner-script.ts')

export interface Runner {
  process: ChildProcess
  pid: number
  /** Ids of the machines it has said are ready. */
  ids: string[]
  /** Resolves when it has said that it is done. */
  done: Promise<void>
  /** Kills it, and waits until it has gone. */
  kill(): Promise<void>
  ended: Promise<unknown>
}

/**
 * Starts a runner.
 * @param plan one word a machine, as `runner-script.ts` reads them
 * @param environment for the runner, and for all that it starts
 */
export const startRunner = async (
  plan: string[],
  environment: Record<string, string> = {},
): Promise<Runner> => {
  const child = spawn('node', ['--import', 'tsx', SCRIPT, ...plan], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ids: string[] = []
  const lines = createInterface({ input: child.stdout })
  const ended = once(child, 'exit')
  const begun = new Promise<void>((resolve) => lines.once('line', () => resolve()))
  const done = new Promise<void>((resolve) =>
    lines.on('line', (line) => {
      if (line === 'done') resolve()
      else if (line !== 'begins') ids.push(line)
    }),
  )
  await Promise.race([begun, ended])
  return {
    process: child,
    pid: child.pid!,
    ids,
    done,
    ended,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
