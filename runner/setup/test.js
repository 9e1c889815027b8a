// @ts-check
import { basename, join } from 'node:path'
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
  await prepare(signal, all ? ['test', 'browser', 'user', 'vm'] : ['test'])
  const forVitest = args.filter((arg) => arg !== '--all')
  const bin = (/** @type {string} */ tool) => join(FOLDER, 'node_modules/.bin', tool)
  const checks = [
    [bin('biome'), 'check', '.'],
    [bin('tsc'), '--noEmit'],
    [process.execPath, join(FOLDER, 'site/types.js')],
    [bin('vitest'), 'run', ...(all ? [] : ['--project', 'fast']), ...forVitest],
  ]
  /** @type {string[]} */
  const failed = []
  for (const check of checks) {
    const status = await runHere(check, signal)
    if (status !== 0)
      failed.push(
        check
          .slice(0, 2)
          .map((word) => basename(word))
          .join(' '),
      )
  }
  if (failed.length > 0) say(`\nFailed: ${failed.join(', ')}`)
  return failed.length > 0 ? 1 : 0
}
