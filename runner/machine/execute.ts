import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { BoundedText } from './bounded-text.ts'
import { killBelow, killTree } from './kill-tree.ts'
import type { ExecOptions, Output } from './machine.ts'
import { processEnd } from './process-end.ts'

/** How a command is killed: with all that it started, or only that, where it waits for it and then ends. */
export type Kill = 'tree' | 'below'

const KILL: Record<Kill, (root: number) => void> = { tree: killTree, below: killBelow }

export type Execute = (command: [string, ...string[]], options: ExecOptions, kill?: Kill) => Promise<Output>

/**
 * Runs a command on this computer and says what it printed. A process that it leaves in the background is not waited
 * for, and lives on.
 * @returns also for a command that fails (its exit status says so) or does not exist (127, as a shell has it)
 * @throws the signal's reason where that was aborted; the process tree is killed
 */
export const execute: Execute = async ([file, ...args], { timeout, signal }, how = 'tree') => {
  signal?.throwIfAborted()
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
  let late = false
  const kill = (): void => {
    if (child.pid !== undefined) KILL[how](child.pid)
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
  const kept = new BoundedText()
  stream.on('data', (chunk: Buffer) => kept.add(chunk))
  return () => {
    stream.removeAllListeners('data').resume()
    return kept.text()
  }
}
