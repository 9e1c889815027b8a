// @ts-check
import { join } from 'node:path'
import { FOLDER, prepare } from './prepare.js'
import { asRoot, becomeRoot } from './root.js'
import { runHere } from './run.js'

/**
 * `npm start`: plays all labs, or those named, on scratch machines, and prints the verdict.
 * @param {string[]} args for `labwright test`
 * @param {AbortSignal} signal
 * @returns {Promise<number>} its exit status
 */
export const start = async (args, signal) => {
  await prepare(signal)
  // A scratch machine needs root.
  becomeRoot('play labs on scratch machines', 'npx labwright test')
  return runHere(asRoot([process.execPath, join(FOLDER, 'runner/cli/labwright.js'), 'test', ...args]), signal)
}
