// @ts-check
import { join } from 'node:path'
import { FOLDER, prepare } from './prepare.js'
import { say } from './progress.js'
import { runHere } from './run.js'

/**
 * `npm test`: lint, types, and the fast tests. All are run, so that one look shows all that is wrong.
 * @param {string[]} args `--all`: the slow tests too; what else stands here is for vitest
 * @param {AbortSignal} signal
 * @returns {Promise<number>} exit status
 */
export const test = async (args, signal) => {
  const all = args.includes('--all')
  await prepare(signal, all ? ['test', 'browser'] : ['test'])
  const forVitest = args.filter((arg) => arg !== '--all')
  const checks = [
    ['biome', 'check', '.'],
    ['tsc', '--noEmit'],
    ['vitest', 'run', ...(all ? [] : ['--project', 'fast']), ...forVitest],
  ]
  /** @type {string[]} */
  const failed = []
  for (const [tool = '', ...options] of checks) {
    const status = await runHere([join(FOLDER, 'node_modules/.bin', tool), ...options], signal)
    if (status !== 0) failed.push(tool)
  }
  if (failed.length > 0) say(`\nFailed: ${failed.join(', ')}`)
  return failed.length > 0 ? 1 : 0
}
