/** Builds the site where it has not been built, or not of what there is now. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { withLock } from '../machine/image/lock.ts'

/** What pages are made of. */
const SOURCES = ['labs', 'site', 'runner', 'package-lock.json']
/** What is made of them; `dist` is that of `npm run build`, for hosts of files. */
const MADE = ['site/.vitepress/served', 'site/.vitepress/dist', 'site/.vitepress/cache']
/** In the built site: which sources it was made of. */
const MARK = '.sources'

const builtFolder = (root: string): string => join(root, 'site/.vitepress/served')

/** What can be built is there: not in a copy that has only what runs. */
export const canBuild = (root: string): boolean =>
  ['site/.vitepress/config.ts', 'labs', 'node_modules/vitepress'].every((path) =>
    existsSync(join(root, path)),
  )

/** Whether the built site is that of the present sources. */
export const isSiteCurrent = (root: string): boolean => {
  try {
    return readFileSync(join(builtFolder(root), MARK), 'utf8') === sourcesHash(root)
  } catch {
    return false
  }
}

export interface BuildOptions {
  /** The folder that holds `site` and `labs`. */
  root: string
  /** Told before it begins; without a call nothing had to be done. */
  begins?: () => void
  signal?: AbortSignal
}

/**
 * Builds the site where that is needed. The one before stays until the new one is whole.
 * @returns the folder of the built site
 * @throws Error with what the builder said
 */
export const ensureSite = async ({ root, begins, signal }: BuildOptions): Promise<string> => {
  const folder = builtFolder(root)
  if (isSiteCurrent(root)) return folder
  begins?.()
  const cache = join(root, 'site/.vitepress/cache')
  await withLock(
    join(cache, 'build.lock'),
    () => {},
    async () => {
      if (isSiteCurrent(root)) return
      const hash = sourcesHash(root)
      const fresh = join(cache, 'dist')
      await rm(fresh, { recursive: true, force: true })
      await build(root, fresh, signal)
      await writeFile(join(fresh, MARK), hash)
      await mkdir(folder, { recursive: true })
      await rename(folder, join(cache, 'old'))
      await rename(fresh, folder)
      await rm(join(cache, 'old'), { recursive: true, force: true })
    },
  )
  return folder
}

const build = async (root: string, folder: string, signal: AbortSignal | undefined): Promise<void> => {
  const vitepress = join(root, 'node_modules/vitepress/bin/vitepress.js')
  const { LABWRIGHT_BASE: _, ...env } = process.env
  const { failed, all } = await execa(process.execPath, [vitepress, 'build', 'site', '--outDir', folder], {
    cwd: root,
    // A page that a server stands behind has the server's machines.
    env: { ...env, LABWRIGHT_MACHINES: 'none' },
    extendEnv: false,
    all: true,
    stdin: 'ignore',
    reject: false,
    ...(signal ? { cancelSignal: signal } : {}),
  })
  signal?.throwIfAborted()
  if (failed) throw new Error(`the site could not be built (npx vitepress build site):\n\n${lastLines(all)}`)
}

const lastLines = (text: string): string =>
  text
    .trim()
    .split('\n')
    .slice(-15)
    .map((line) => `  ${line}`)
    .join('\n')

const sourcesHash = (root: string): string => {
  const hash = createHash('sha256')
  for (const path of SOURCES) hashInto(hash, root, path)
  return hash.digest('hex')
}

const hashInto = (hash: ReturnType<typeof createHash>, root: string, path: string): void => {
  if (MADE.includes(path)) return
  const entries = list(join(root, path))
  if (!entries)
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  else for (const name of entries.sort()) hashInto(hash, root, `${path}/${name}`)
}

/** The names in a folder; undefined for a file. */
const list = (path: string): string[] | undefined => {
  try {
    return readdirSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined
    throw error
  }
}
