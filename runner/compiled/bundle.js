// @ts-check
import { readFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * What stands in TypeScript, in JavaScript: `.mjs`, since nothing above `node_modules` says what a file ending in .js is.
 * @param {string} folder of the sources
 * @param {string} outdir where they are to lie
 * @param {string[]} entries their paths in both
 * @throws where something is wrong in a file
 */
export const bundle = async (folder, outdir, entries) => {
  const { build, stop } = await import('esbuild')
  try {
    const { outputFiles } = await build({
      entryPoints: entries.map((entry) => join(folder, entry)),
      outbase: folder,
      outdir,
      outExtension: { '.js': '.mjs' },
      write: false,
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
    return outputFiles
  } finally {
    // Or its process stays as long as this one.
    await stop()
  }
}

/**
 * Files that lie beside a source (scripts, style sheets) are found where the source is.
 * @param {import('esbuild').PluginBuild} build
 */
const keepPlaces = (build) => {
  build.onLoad({ filter: /\.[jt]s$/ }, async ({ path }) => {
    const places = { dirname: dirname(path), filename: path, url: pathToFileURL(path).href }
    const source = await readFile(path, 'utf8')
    const contents = source.replaceAll(/\bimport\.meta\.(dirname|filename|url)\b/g, (_, name) =>
      JSON.stringify(places[/** @type {keyof typeof places} */ (name)]),
    )
    if (/\bimport\.meta\b/.test(contents)) return { errors: [{ text: 'a place that would be another' }] }
    return { contents, loader: extname(path) === '.ts' ? 'ts' : 'js' }
  })
}
