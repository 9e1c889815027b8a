/**
 * Folders that are there whole or not at all, whoever races and whatever is killed: they are filled under another name
 * and renamed at the end, under a lock that the kernel takes from its holder when that ends.
 */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { MachineError } from '../machine.ts'
import { removeOwned } from '../rootless/user-namespace.ts'
import { withLock } from './lock.ts'

/** Begins the names of folders that are being filled or removed; they stand beside the whole ones. */
const UNFINISHED = '.building-'

const lockFile = (parent: string): string => join(parent, '.lock')

interface Making<T> {
  /** Reads the finished folder; undefined where there is none. */
  read: (folder: string) => Promise<T | undefined>
  /** Fills an empty folder. */
  fill: (folder: string) => Promise<void>
  /** Called once when another process is at it, and is waited for. */
  onWait: () => void
  /** Ends the waiting. */
  signal?: AbortSignal
}

/**
 * Reads a folder, or makes it first. Only one folder of a parent is made at a time.
 * @throws what `fill` throws; then nothing is left of its folder
 */
export const ensureFolder = async <T>(
  target: string,
  { read, fill, onWait, signal }: Making<T>,
): Promise<T> => {
  const found = await read(target)
  if (found) return found
  const parent = dirname(target)
  const made = await withLock(
    lockFile(parent),
    onWait,
    async () => {
      const madeMeanwhile = await read(target)
      if (madeMeanwhile) return madeMeanwhile
      await removeAll(parent)
      const folder = join(parent, UNFINISHED + basename(target))
      await mkdir(folder)
      try {
        await fill(folder)
        await removeOwned(target)
        await rename(folder, target)
      } catch (error) {
        await removeOwned(folder)
        throw error
      }
      return read(target)
    },
    signal,
  )
  if (!made) throw new MachineError(`${target} could not be made and locked`, 'apt-get install util-linux')
  return made
}

/** Removes a folder, after whoever makes one is done. A removal that is killed half-way leaves nothing that looks whole. */
export const removeFolder = async (target: string, onWait: () => void): Promise<void> => {
  const parent = dirname(target)
  await withLock(lockFile(parent), onWait, async () => {
    if (existsSync(target)) await rename(target, join(parent, UNFINISHED + basename(target)))
    await removeAll(parent)
  })
}

/** Removes what was left half-way, unless somebody is at it this moment. Returns how many folders there were. */
export const removeUnfinished = async (parent: string): Promise<number> => {
  if (!existsSync(parent)) return 0
  return (await withLock(lockFile(parent), undefined, () => removeAll(parent))) ?? 0
}

/** Only who holds the lock may call it. */
const removeAll = async (parent: string): Promise<number> => {
  const names = (await readdir(parent)).filter((name) => name.startsWith(UNFINISHED))
  for (const name of names) await removeOwned(join(parent, name))
  return names.length
}
