// @ts-check
import { join } from 'node:path'
import { FOLDER, prepare } from './prepare.js'
import { runHere } from './run.js'
import { buildSite } from './site.js'

/**
 * `npm start`: builds the site and serves it, with live machines, until it is stopped. Prints the address to open.
 * @param {string[]} args for `labwright serve`
 * @param {AbortSignal} signal
 * @returns {Promise<number>} its exit status
 */
export const start = async (args, signal) => {
  await prepare(signal)
  await buildSite(signal)
  return runHere([process.execPath, join(FOLDER, 'runner/cli/labwright.js'), 'serve', ...args], signal)
}
