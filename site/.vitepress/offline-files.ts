/** What a built site needs to work without a network: its service worker, and the list of its files. */
import { createHash } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { transformWithEsbuild } from 'vite'

const SOURCE = join(import.meta.dirname, '../theme/offline/service-worker.ts')

/** Writes both into a built site. */
export async function writeOfflineFiles(outDir: string): Promise<void> {
  const files = await filesIn(outDir)
  const listing = JSON.stringify({ files })
  await writeFile(join(outDir, 'offline.json'), listing)
  const { code } = await transformWithEsbuild(await readFile(SOURCE, 'utf8'), SOURCE, {
    minify: true,
    target: 'es2022',
  })
  // A browser takes it for another one, and renews what it keeps, when it differs by a byte.
  const hash = createHash('sha256')
    .update(await readFile(join(outDir, 'hashmap.json')))
    .update(listing)
  await writeFile(join(outDir, 'sw.js'), `${code.trim()}\n// ${hash.digest('hex').slice(0, 16)}\n`)
}

/** Addresses from the site's base on, and bytes; but for machines, which are kept by who starts one. */
async function filesIn(outDir: string): Promise<[string, number][]> {
  const names = await readdir(outDir, { recursive: true })
  const files = await Promise.all(
    names.sort().map(async (name): Promise<[string, number][]> => {
      if (/^(machine\/|sw\.js$|offline\.json$|\.)/.test(name)) return []
      const file = await stat(join(outDir, name))
      return file.isFile() ? [[name.replace(/(^|\/)index\.html$/, '$1'), file.size]] : []
    }),
  )
  return files.flat()
}
