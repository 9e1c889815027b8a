// @ts-check
/**
 * Starts the TypeScript of this folder. To compile each file as it is loaded takes a second and more of every start, so all of
 * it is compiled at once (half a second), kept, and compiled anew when any file has changed: no build can be out of date.
 */
import { createHash, randomUUID } from 'node:crypto'
import { accessSync, constants, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What is started, from this folder. */
const ENTRIES = ['cli/main.ts', 'machine/execute.ts']

/** What can change what is compiled. */
const SOURCE = /\.(ts|js|json)$/

/** Milliseconds after which what was compiled of older files goes: whoever started with them has long loaded the rest. */
const OLD = 7 * 24 * 3_600_000

/**
 * Imports one of the entries.
 * @param {string} entry
 * @returns {Promise<any>} the module
 */
export const load = async (entry) => {
  const folder = import.meta.dirname
  if (process.env.LABWRIGHT_DEBUG) process.setSourceMapsEnabled(true)
  const cache = join(folder, '../node_modules/.cache/labwright')
  const compiled = await compile(folder, cache, ENTRIES).catch(() => undefined)
  if (compiled) return import(pathToFileURL(join(compiled, entry.replace(/ts$/, 'js'))).href)
  // The folder is somebody else's, or something is wrong in a file, which is now said.
  const { register } = await import('tsx/esm/api')
  register()
  return import(pathToFileURL(join(folder, entry)).href)
}

/**
 * @param {string} folder of the sources; packages are looked for from `cache`
 * @param {string} cache
 * @param {string[]} entries
 * @returns {Promise<string>} a folder with the same paths, in JavaScript
 * @throws where it can't be read, written or compiled
 */
export const compile = async (folder, cache, entries) => {
  const compiled = join(cache, versionOf(folder))
  if (statSync(compiled, { throwIfNoEntry: false })) {
    accessSync(compiled, constants.R_OK | constants.X_OK)
    return compiled
  }
  const fresh = join(cache, `new-${randomUUID()}`)
  mkdirSync(fresh, { recursive: true })
  try {
    const { build } = await import('esbuild')
    await build({
      entryPoints: entries.map((entry) => join(folder, entry)),
      outbase: folder,
      outdir: fresh,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      sourcemap: true,
      logLevel: 'silent',
      plugins: [{ name: 'places', setup: keepPlaces }],
    })
    removeOld(cache)
    renameSync(fresh, compiled)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    // Somebody else may have been faster.
    if (!statSync(compiled, { throwIfNoEntry: false })) throw error
  }
  return compiled
}

/**
 * A name for what stands in the files now, and where they are: as make(1), it takes a file for the same while its time is,
 * and its size.
 * @param {string} folder
 */
const versionOf = (folder) => {
  const hash = createHash('sha256').update(`${process.version} ${folder}\n`)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => SOURCE.test(file))
  for (const file of ['../package.json', ...files.sort()]) {
    const stat = statSync(join(folder, file), { throwIfNoEntry: false })
    hash.update(`${file} ${stat?.mtimeMs} ${stat?.size}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}

/**
 * Files that lie beside a source (scripts, style sheets) are found where the source is.
 * @param {import('esbuild').PluginBuild} build
 */
const keepPlaces = (build) => {
  build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
    const places = { dirname: dirname(path), filename: path, url: pathToFileURL(path).href }
    const source = await readFile(path, 'utf8')
    const contents = source.replaceAll(/\bimport\.meta\.(dirname|filename|url)\b/g, (_, name) =>
      JSON.stringify(places[/** @type {keyof typeof places} */ (name)]),
    )
    return { contents, loader: 'ts' }
  })
}

/** @param {string} cache */
const removeOld = (cache) => {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name)
    const stat = statSync(folder, { throwIfNoEntry: false })
    if (stat && Date.now() - stat.mtimeMs > OLD) rmSync(folder, { recursive: true, force: true })
  }
}
