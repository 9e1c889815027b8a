// @ts-check
/**
 * Starts the TypeScript of `runner`. To compile each file as it is loaded takes a second and more of every start, so all of
 * it is compiled at once (half a second), kept, and compiled anew when any file has changed: no build can be out of date.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compile } from './compile.js'

/** What is started. */
export const ENTRIES = ['cli/main.ts', 'machine/execute.ts']

/**
 * Imports one of the entries of `runner`.
 * @param {string} entry
 * @returns {Promise<any>} the module
 */
export const load = async (entry) => {
  const folder = join(import.meta.dirname, '..')
  const debug = Boolean(process.env.LABWRIGHT_DEBUG)
  if (debug) process.setSourceMapsEnabled(true)
  const cache = join(folder, '../node_modules/.cache/labwright')
  const compiled = await compile(folder, cache, ENTRIES).catch((error) => {
    if (debug) console.error(`not compiled: ${error}`)
  })
  if (compiled) return import(pathToFileURL(join(compiled, entry.replace(/ts$/, 'mjs'))).href)
  // The folder is somebody else's, or something is wrong in a file, which is now said.
  const { register } = await import('tsx/esm/api')
  register()
  return import(pathToFileURL(join(folder, entry)).href)
}
