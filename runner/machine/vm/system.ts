/**
 * What a VM boots: a Debian kernel, an initramfs, and one disk (squashfs) that holds the image, the kernel's modules and
 * the few files of `guest/`. It lies in the image's folder, and goes with the image.
 */
import { createHash } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { cacheDirectory, ownCacheDirectory } from '../image/cache.ts'
import { type Image, listImages } from '../image/image.ts'
import { ensureFolder, removeFolder, removeUnfinished } from '../image/whole-folder.ts'
import { MachineError } from '../machine.ts'
import { buildSystem, recipe } from './build-system.ts'
import { livingVms } from './clean.ts'
import { Fingerprints, fingerprints, matches } from './fingerprint.ts'
import { requireCommands } from './needs.ts'

const FILES = ['kernel', 'initramfs', 'disk'] as const

const Metadata = z.object({ key: z.string(), release: z.string(), files: Fingerprints })

export interface System {
  key: string
  folder: string
  /** Of the kernel, as uname(1) says it. */
  release: string
  /** Tells it from others that were built of the same files: its disk and its key are its own. */
  made: string
}

/**
 * Finds the system of an image and the present `guest/`, or builds it (half a minute, 300 MB of disk). One that has been
 * damaged is built again.
 * @throws MachineError where this computer lacks what it is built with
 */
export const ensureSystem = async (image: Image, progress: (what: string) => void): Promise<System> => {
  const key = await systemKey()
  const target = join(systemsDirectory(image), key)
  const system = await readSystem(target)
  if (system) return system
  requireCommands()
  requireWritable(image)
  const made = await ensureFolder(target, {
    read: readSystem,
    async fill(folder) {
      const release = await buildSystem(image, folder, progress)
      const files = await fingerprints(folder, FILES)
      await writeFile(join(folder, 'system.json'), JSON.stringify({ key, release, files }))
    },
    onWait: () => progress('waiting for another build to end'),
  })
  await removeOld(image, key)
  return made
}

/** @throws MachineError where the image is somebody else's, who has not built what VMs boot */
const requireWritable = ({ folder }: Image): void => {
  try {
    accessSync(folder, constants.W_OK)
  } catch {
    throw new MachineError(
      `of this image, nobody has built what VMs boot, and you may not write to ${folder}`,
      `sudo env LABWRIGHT_CACHE=${cacheDirectory()} npx labwright image build --vm`,
    )
  }
}

/** Older systems beside this one that are kept, for another clone with other files. */
const KEPT = 1

/** Removes the systems of earlier files, which take some hundred megabytes each, but for those that VMs stand on. */
const removeOld = async (image: Image, present: string): Promise<void> => {
  const parent = systemsDirectory(image)
  const others = (await readdir(parent)).filter((name) => /^[0-9a-f]{12}$/.test(name) && name !== present)
  const ages = await Promise.all(
    others.map(async (name) => [name, (await stat(join(parent, name))).mtimeMs] as const),
  )
  const used = new Set(livingVms().map(({ state }) => state.system))
  for (const [name] of ages.toSorted((a, b) => b[1] - a[1]).slice(KEPT))
    if (!used.has(join(parent, name))) await removeFolder(join(parent, name), () => {})
}

/** Removes what killed builds left of systems and snapshots. Returns how many there were. */
export const cleanSystems = async (): Promise<number> => {
  let removed = 0
  // Of systems that are root's, the snapshots are in this user's own cache.
  const folders = [join(ownCacheDirectory(), 'vm'), ...(await listImages()).map(systemsDirectory)]
  for (const parent of folders) {
    removed += await removeUnfinished(parent)
    for (const name of await readdir(parent).catch(() => []))
      removed += await removeUnfinished(join(parent, name, 'snapshots'))
  }
  return removed
}

export const systemsDirectory = ({ folder }: Image): string => join(folder, 'vm')

/** Undefined where there is none, or none that is whole. */
const readSystem = async (folder: string): Promise<System | undefined> => {
  try {
    const { key, release, files } = Metadata.parse(
      JSON.parse(await readFile(join(folder, 'system.json'), 'utf8')),
    )
    return (await matches(folder, files))
      ? { key, release, folder, made: files.disk?.changed ?? '' }
      : undefined
  } catch {
    return undefined
  }
}

const systemKey = async (): Promise<string> => {
  const hash = createHash('sha256')
  for (const file of await recipe()) hash.update(await readFile(file))
  return hash.digest('hex').slice(0, 12)
}
