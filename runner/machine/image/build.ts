/** Makes the image: file system, container images, skeleton of Docker's data root. Whole or not at all. */
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { $ } from 'zx'
import { MachineError } from '../machine.ts'
import { ScratchMachine } from '../scratch/scratch.ts'
import { imagesDirectory } from './cache.ts'
import { buildContainerImage, importContainerImages, makeSkeleton } from './container-images.ts'
import { debootstrap } from './debian.ts'
import { findImage, type Image, imageKey } from './image.ts'
import { withLock } from './lock.ts'
import { CONTAINER_IMAGES, MACHINE_PACKAGES, SUITE } from './packages.ts'

const LOCK = join(imagesDirectory(), '.lock')

/** Told what is being done, in a few words. */
export type Progress = (what: string) => void

/**
 * Finds the image of the present recipe, or builds it (one to three minutes, about 1 GB of disk). A build that another
 * process has begun is waited for.
 * @throws MachineError or the failing tool's error; a half-made image is never seen by anyone
 */
export const ensureImage = async (progress: Progress): Promise<Image> => {
  const found = await findImage()
  if (found) return found
  const built = await withLock(
    LOCK,
    () => progress('waiting for another build to end'),
    async () => (await findImage()) ?? (await build(progress)),
  )
  if (!built)
    throw new MachineError(
      'flock(1), which guards the build of an image, failed',
      'apt-get install util-linux',
    )
  return built
}

const build = async (progress: Progress): Promise<Image> => {
  await removeUnfinished()
  const key = await imageKey()
  const folder = join(imagesDirectory(), `.building-${key}`)
  const root = join(folder, 'root')
  await mkdir(join(folder, 'mount'), { recursive: true })
  await mkdir(join(folder, 'docker'))
  await mkdir(join(folder, 'data/import'), { recursive: true })

  progress('Debian packages of the machine')
  // mmdebstrap leaves the new root's mode to the umask.
  await debootstrap(root, MACHINE_PACKAGES)
  await $({ quiet: true })`chmod 755 ${folder} ${root}`
  await cp(join(import.meta.dirname, 'files'), root, { recursive: true })
  // Process 1 is called `init`, as on other systems; what it is is tini.
  await symlink('../bin/tini-static', join(root, 'usr/sbin/init'))

  // Two at a time: mmdebstrap spends its time on one processor.
  const waiting = [...CONTAINER_IMAGES]
  const worker = async (): Promise<void> => {
    for (let image = waiting.shift(); image; image = waiting.shift()) {
      progress(`container image ${image.names[0]}`)
      await buildContainerImage(image, join(folder, 'data/import'), root)
    }
  }
  await Promise.all([worker(), worker()])

  progress("Docker's layers")
  const docker = await importAll({ ...unfinished(key), folder }, join(folder, 'data'))
  await makeSkeleton(join(folder, 'data'), join(folder, 'docker'))
  await rm(join(folder, 'data'), { recursive: true })

  const { stdout } = await $({ quiet: true })`du --summarize --bytes ${folder}`
  const image = { ...unfinished(key), docker, bytes: Number.parseInt(stdout, 10) }
  await writeFile(join(folder, 'image.json'), `${JSON.stringify(image, null, 2)}\n`)
  const finished = join(imagesDirectory(), key)
  await rm(finished, { recursive: true, force: true })
  await rename(folder, finished)
  return { ...image, folder: finished }
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
export const cleanBuilds = async (): Promise<number> => {
  if (!existsSync(imagesDirectory())) return 0
  return (await withLock(LOCK, undefined, removeUnfinished)) ?? 0
}

/** Only who holds the lock may call it. */
const removeUnfinished = async (): Promise<number> => {
  const unfinished = (await readdir(imagesDirectory())).filter((name) => name.startsWith('.building-'))
  for (const name of unfinished) await rm(join(imagesDirectory(), name), { recursive: true, force: true })
  return unfinished.length
}
