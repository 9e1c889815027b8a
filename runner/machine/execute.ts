import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { killTree } from './kill-tree.ts'
import type { ExecOptions, Output } from './machine.ts'
import { processEnd } from './process-end.ts'

/** Bytes of one stream that are kept; a script out of sight that prints more has lost its way. */
const MAX_OUTPUT = 16 * 2 ** 20

/**
 * Runs a command on this computer and says what it printed. A process that it leaves in the background is not waited
 * for, and lives on.
 * @param killAll how to kill it with all that it started, told its process ID
 * @returns also for a command that fails (its exit status says so) or does not exist (127, as a shell has it)
 * @throws the signal's reason where that was aborted; the process tree is killed
 */
export const execute = async (
  [file, ...args]: [string, ...string[]],
  { timeout, signal }: ExecOptions,
  killAll = killTree,
): Promise<Output> => {
  signal?.throwIfAborted()
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
  let late = false
  const kill = (): void => {
    if (child.pid !== undefined) killAll(child.pid)
  }
  const timer = timeout
    ? setTimeout(() => {
        late = true
        kill()
      }, timeout)
    : undefined
  signal?.addEventListener('abort', kill)
  const { exit, error } = await processEnd(child)
  clearTimeout(timer)
  signal?.removeEventListener('abort', kill)
  signal?.throwIfAborted()
  return { stdout: stdout(), stderr: error ?? stderr(), exit: late ? undefined : exit }
}

/** Keeps what a stream gives, up to a bound. Returns what reads it. */
const collect = (stream: Readable): (() => string) => {
  const chunks: Buffer[] = []
  let bytes = 0
  stream.on('data', (chunk: Buffer) => {
    if (bytes < MAX_OUTPUT) chunks.push(chunk.subarray(0, MAX_OUTPUT - bytes))
    bytes += chunk.length
  })
  return () => {
    stream.removeAllListeners('data').resume()
    return Buffer.concat(chunks).toString()
  }
}
