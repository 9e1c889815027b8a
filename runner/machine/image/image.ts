import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { isRoot } from '../rootless/user-namespace.ts'
import { imagesDirectory } from './cache.ts'
import { CONTAINER_IMAGES, MACHINE_PACKAGES, SUITE } from './packages.ts'

/** What `image.json` in an image's folder says of it. It is written last: an image without it is not whole. */
const Metadata = z.object({
  key: z.string(),
  suite: z.string(),
  architecture: z.string(),
  built: z.iso.datetime(),
  docker: z.string(),
  /** Names of the container images inside. */
  containers: z.array(z.string()),
  /** Size on disk, bytes. */
  bytes: z.int(),
})

/**
 * The file system that a machine starts from. Its folder holds `root/` (the file system), `docker/` (the layers of
 * its container images and the skeleton of a data root that points to them) and `mount/` (empty: where a machine
 * mounts its own copy, in a mount namespace of its own).
 */
export type Image = z.infer<typeof Metadata> & { folder: string }

/**
 * Names the image by its recipe: the same key means the same content, packages' versions apart. Root's is not a user's, to
 * whom other user IDs belong.
 * @param recipe the folder with the recipe's files
 * @param root whether it is root's
 */
export const imageKey = async (recipe = import.meta.dirname, root = isRoot): Promise<string> => {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([SUITE, process.arch, root, MACHINE_PACKAGES, CONTAINER_IMAGES]))
  const installed = await readdir(join(recipe, 'files'), { recursive: true, withFileTypes: true })
  const files = [
    ...['build.ts', 'container-images.ts', 'debian.ts'].map((name) => join(recipe, name)),
    ...installed.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)),
  ]
  for (const file of files.sort()) hash.update(relative(recipe, file)).update(await readFile(file))
  return hash.digest('hex').slice(0, 12)
}

/** Reads the image in a folder; undefined where there is none, or none that is whole. */
export const readImage = async (folder: string): Promise<Image | undefined> => {
  try {
    return { ...Metadata.parse(JSON.parse(await readFile(join(folder, 'image.json'), 'utf8'))), folder }
  } catch {
    return undefined
  }
}

/** The image of the present recipe, if it has been built. */
export const findImage = async (): Promise<Image | undefined> =>
  readImage(join(imagesDirectory(), await imageKey()))

/** The image that root has built of the present recipe, in the cache that we use too; whoever may read it can make VMs of it. */
export const findRootsImage = async (): Promise<Image | undefined> =>
  readImage(join(imagesDirectory(), await imageKey(undefined, true)))

/** All images that are whole, the newest first. */
export const listImages = async (): Promise<Image[]> => {
  const names = await readdir(imagesDirectory()).catch(() => [])
  const images = await Promise.all(names.map((name) => readImage(join(imagesDirectory(), name))))
  return images.filter((image) => image !== undefined).sort((a, b) => b.built.localeCompare(a.built))
}
