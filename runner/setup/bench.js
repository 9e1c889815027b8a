// @ts-check
import { join } from 'node:path'
import { FOLDER, prepare } from './prepare.js'
import { runHere } from './run.js'

/**
 * `npm run bench`: measures Labwright, beside bats and cram where they can be had.
 * @param {string[]} args for the benchmark
 * @param {AbortSignal} signal
 * @returns {Promise<number>} its exit status
 */
export const bench = async (args, signal) => {
  await prepare(signal, ['bench', 'browser', 'vm'])
  return runHere(
    [join(FOLDER, 'node_modules/.bin/tsx'), join(FOLDER, 'runner/bench/bench.ts'), ...args],
    signal,
  )
}
