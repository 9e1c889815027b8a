// @ts-check
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { FOLDER, prepare } from './prepare.js'
import { asRoot, becomeRoot } from './root.js'
import { runHere } from './run.js'
import { buildSite } from './site.js'
import { typescript } from './typescript.js'

/**
 * `npm start`: builds the site and serves it, with live machines, until it is stopped. Prints the address to open.
 * @param {string[]} args for `labwright serve`
 * @param {AbortSignal} signal
 * @returns {Promise<number>} its exit status
 */
export const start = async (args, signal) => {
  await prepare(signal)
  await buildSite(signal)
  // By this user and not by root, to whom the whole ~/.local would belong otherwise.
  const { dataFolder } = await typescript(() => import('../serve/data-folder.ts'))
  await mkdir(dataFolder(), { recursive: true, mode: 0o700 })
  // A scratch machine needs root.
  becomeRoot('make scratch machines', 'npx labwright serve')
  return runHere(
    asRoot([process.execPath, join(FOLDER, 'runner/cli/labwright.js'), 'serve', ...args]),
    signal,
  )
}
