import { execa } from 'execa'
import type { ExecOptions, Output } from './machine.ts'

/** Bytes of one stream that are kept; a script out of sight that prints more has lost its way. */
const MAX_OUTPUT = 16 * 2 ** 20

/**
 * Runs a command on this computer and says what it printed. Its own session, so that the time's end kills what it started too.
 * @throws nothing for a command that fails: that is an exit status
 */
export const execute = async (
  [file, ...args]: [string, ...string[]],
  options: ExecOptions,
): Promise<Output> => {
  const subprocess = execa(file, args, {
    reject: false,
    stdin: 'ignore',
    stripFinalNewline: false,
    maxBuffer: MAX_OUTPUT,
    detached: true,
    ...(options.signal ? { cancelSignal: options.signal } : {}),
  })
  let late = false
  const timer =
    options.timeout &&
    setTimeout(() => {
      late = true
      killGroup(subprocess.pid)
    }, options.timeout)
  const { stdout, stderr, exitCode, signal } = await subprocess
  clearTimeout(timer || undefined)
  return { stdout, stderr, exit: late ? undefined : (exitCode ?? (signal ? 128 + 9 : 1)) }
}

const killGroup = (pid: number | undefined): void => {
  try {
    if (pid) process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}
