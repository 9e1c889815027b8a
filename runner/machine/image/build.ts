/** Makes the image: file system, container images, skeleton of Docker's data root. Whole or not at all. */
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { $ } from 'zx'
import { asOwner, removeOwned, requireUserNamespace } from '../rootless/user-namespace.ts'
import { ScratchMachine } from '../scratch/scratch.ts'
import { imagesDirectory } from './cache.ts'
import { buildContainerImage, importContainerImages, makeSkeleton } from './container-images.ts'
import { debootstrap, type Source } from './debian.ts'
import { type Image, imageKey, readImage } from './image.ts'
import { CONTAINER_IMAGES, MACHINE_PACKAGES, SUITE } from './packages.ts'
import { ensureFolder, removeUnfinished } from './whole-folder.ts'

/** Told what is being done, in a few words. */
export type Progress = (what: string) => void

/**
 * Finds the image of the present recipe, or builds it (one to three minutes, about 1 GB of disk). A build that another
 * process has begun is waited for.
 * @throws MachineError or the failing tool's error; a half-made image is never seen by anyone
 */
export const ensureImage = async (progress: Progress): Promise<Image> => {
  const key = await imageKey()
  return ensureFolder(join(imagesDirectory(), key), {
    read: readImage,
    fill: (folder) => buildImage(key, folder, progress),
    onWait: () => progress('waiting for another build to end'),
  })
}

/** An architecture that this computer can't run itself is of no use: Docker of the new image unpacks the container images. */
interface Variant extends Source {
  packages?: readonly string[]
}

/**
 * Fills an empty folder with an image of this recipe.
 * @throws MachineError or the failing tool's error
 */
export const buildImage = async (
  key: string,
  folder: string,
  progress: Progress,
  { packages = MACHINE_PACKAGES, ...from }: Variant = {},
): Promise<void> => {
  await requireUserNamespace()
  const root = join(folder, 'root')
  await mkdir(join(folder, 'mount'))
  await mkdir(join(folder, 'docker'))
  await mkdir(join(folder, 'data/import'), { recursive: true })

  progress('Debian packages of the machine')
  // mmdebstrap leaves the new root's mode to the umask.
  await debootstrap(root, packages, from)
  await $({ quiet: true })`chmod 755 ${folder} ${root}`
  await cp(join(import.meta.dirname, 'files'), root, { recursive: true })
  // Process 1 is called `init`, as on other systems; what it is is tini.
  await symlink('../bin/tini-static', join(root, 'usr/sbin/init'))

  // Two at a time: mmdebstrap spends its time on one processor.
  const waiting = [...CONTAINER_IMAGES]
  const worker = async (): Promise<void> => {
    for (let image = waiting.shift(); image; image = waiting.shift()) {
      progress(`container image ${image.names[0]}`)
      await buildContainerImage(image, join(folder, 'data/import'), root, from)
    }
  }
  for (const ended of await Promise.allSettled([worker(), worker()])) {
    if (ended.status === 'rejected') throw ended.reason
  }

  progress("Docker's layers")
  const docker = await importAll({ ...unfinished(key), folder }, join(folder, 'data'))
  await makeSkeleton(join(folder, 'data'), join(folder, 'docker'))
  await removeOwned(join(folder, 'data'))

  const { stdout } = await $({ quiet: true })`${asOwner(['du', '--summarize', '--bytes', folder])}`
  const image = { ...unfinished(key), docker, bytes: Number.parseInt(stdout, 10) }
  await writeFile(join(folder, 'image.json'), `${JSON.stringify(image, null, 2)}\n`)
}

const unfinished = (key: string): Omit<Image, 'folder'> => ({
  key,
  suite: SUITE,
  architecture: process.arch,
  built: new Date().toISOString(),
  docker: '',
  containers: CONTAINER_IMAGES.flatMap(({ names }) => names),
  bytes: 0,
})

/** Runs the new file system as a machine, to let its own Docker unpack the container images. Returns Docker's version. */
const importAll = async (image: Image, dockerData: string): Promise<string> => {
  await using machine = await ScratchMachine.create({ image, dockerData })
  await importContainerImages(machine)
  const version = await machine.exec(
    "docker version --format '{{.Server.Version}}' && kill $(cat /run/docker.pid) && while [ -e /run/docker.pid ]; do sleep 0.02; done",
  )
  if (version.exit !== 0) throw new Error(`Docker failed in the new image: ${version.stderr.trim()}`)
  return version.stdout.trim()
}

/** Removes what killed builds left, unless a build is going on. Returns how many there were. */
export const cleanBuilds = (): Promise<number> => removeUnfinished(imagesDirectory())
