// @ts-check
/** Runs other programs. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { createInterface } from 'node:readline'

/** Milliseconds that a program gets to clear away what it has half made. npm would take a quarter of a minute. */
const PATIENCE = 5000

/**
 * @typedef {object} RunOptions
 * @property {AbortSignal} [signal] ends the program and all that it started; without it, the program is let finish
 * @property {Record<string, string>} [env] variables beside our own
 * @property {(line: string) => void} [onLine] told each line of its standard output as it is printed
 */

/**
 * Runs a program out of sight, and keeps what it prints.
 * @param {string[]} argv
 * @param {RunOptions} [options]
 * @returns {Promise<{ok: boolean, output: string}>}
 */
export const run = async ([file = '', ...args], { signal, env, onLine } = {}) => {
  signal?.throwIfAborted()
  /** @type {string[]} */
  const lines = []
  const child = spawn(file, args, {
    // sudo asks for its password on the terminal of its session; all others get a session of their own, so that
    // Ctrl-C reaches us alone, and we end the program and all its children, or let it finish what can't be left half-done.
    detached: file !== 'sudo',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  /** @type {NodeJS.Timeout | undefined} */
  let patience
  const end = () => {
    killGroup(child.pid, 'SIGTERM')
    patience = setTimeout(() => killGroup(child.pid, 'SIGKILL'), PATIENCE)
  }
  signal?.addEventListener('abort', end)
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      lines.push(line)
      if (input === child.stdout) onLine?.(line)
    })
  }
  const ok = await new Promise((resolve) => {
    child.on('error', (error) => {
      lines.push(error.message)
      resolve(false)
    })
    child.on('close', (status) => resolve(status === 0))
  })
  clearTimeout(patience)
  signal?.removeEventListener('abort', end)
  signal?.throwIfAborted()
  return { ok, output: lines.join('\n') }
}

/**
 * Runs a program on our own terminal; Ctrl-C is its business then.
 * @param {string[]} argv
 * @param {AbortSignal} signal
 * @returns {Promise<number>} exit status, 128 + n where signal n ended it
 */
export const runHere = ([file = '', ...args], signal) => {
  signal.throwIfAborted()
  const child = spawn(file, args, { stdio: 'inherit' })
  signal.addEventListener('abort', () => signal.reason !== 'SIGINT' && child.kill(signal.reason))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (status, by) => resolve(status ?? 128 + constants.signals[by ?? 'SIGKILL']))
  })
}

/**
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
const killGroup = (pid, signal) => {
  try {
    if (pid) process.kill(-pid, signal)
  } catch {
    // It has ended already.
  }
}
