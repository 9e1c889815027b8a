/**
 * The container images of the labs: small stand-ins, made of the same Debian packages as the machine, under the names
 * that learners will type again elsewhere. Each carries a label that says so.
 */
import { cp, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { $ } from 'zx'
import { asOwner } from '../rootless/user-namespace.ts'
import type { ScratchMachine } from '../scratch/scratch.ts'
import { debootstrap, type Source } from './debian.ts'
import { CONTAINER_IMAGES, type ContainerImage } from './packages.ts'

const LABEL =
  'LABEL org.labwright.stand-in="made by Labwright from Debian packages; not the image that a registry holds under this name"'

/** The first name, as a file's name. */
const fileName = ({ names }: ContainerImage): string => `${names[0]!.replaceAll('/', '_')}.tar`

/**
 * Makes the file system of one container image as a tar file in `folder`.
 * @param from where its packages are from
 */
export const buildContainerImage = async (
  image: ContainerImage,
  folder: string,
  machineRoot: string,
  from: Source = {},
): Promise<void> => {
  const tar = join(folder, fileName(image))
  const { packages, finish } = image
  if (packages.length > 0) await debootstrap(tar, packages, { ...from, ...(finish ? { finish } : {}) })
  else await buildBusybox(tar, machineRoot)
}

/** A root with busybox and nothing else, as in the container images that learners know. */
const buildBusybox = async (tar: string, machineRoot: string): Promise<void> => {
  const root = `${tar}.root`
  for (const folder of [
    'bin',
    'etc',
    'root',
    'tmp',
    'proc',
    'sys',
    'dev',
    'home',
    'usr/bin',
    'usr/sbin',
    'sbin',
    'var/www',
  ]) {
    await mkdir(join(root, folder), { recursive: true })
  }
  await cp(join(machineRoot, 'usr/bin/busybox'), join(root, 'bin/busybox'))
  const { stdout } = await $({ quiet: true })`${join(root, 'bin/busybox')} --list`
  for (const applet of stdout.trim().split('\n')) {
    if (applet !== 'busybox') await symlink('busybox', join(root, 'bin', applet))
  }
  await writeFile(
    join(root, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n',
  )
  await writeFile(join(root, 'etc/group'), 'root:x:0:\nnogroup:x:65534:\n')
  await $({
    quiet: true,
  })`tar --create --file ${tar} --directory ${root} --owner=0 --group=0 --mode=u+rwX,go+rX .`
  await rm(root, { recursive: true })
}

/** Imports the tar files, that the machine finds in its `/var/lib/docker/import`, into the machine's Docker. */
export const importContainerImages = async (machine: ScratchMachine): Promise<void> => {
  for (const image of CONTAINER_IMAGES) {
    const [name, ...tags] = image.names
    const changes = [
      LABEL,
      'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      ...image.changes,
    ]
    const script = [
      'set -eu',
      `docker import ${changes.map((change) => `--change ${quote(change)}`).join(' ')} /var/lib/docker/import/${fileName(image)} ${name}`,
      ...tags.map((tag) => `docker tag ${name} ${tag}`),
    ].join('\n')
    const { exit, stderr } = await machine.exec(script)
    if (exit !== 0) throw new Error(`docker import of ${name} failed: ${stderr.trim()}`)
  }
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/**
 * Makes of a Docker data root what machines start from: the layers, and a skeleton of a data root that is small enough
 * to copy, in which each layer's content is a link into the image.
 * @param data the data root, after its daemon has ended
 * @param target the image's `docker/` folder
 */
export const makeSkeleton = async (data: string, target: string): Promise<void> => {
  const skeleton = join(target, 'skeleton')
  await mkdir(join(skeleton, 'image'), { recursive: true })
  await mkdir(join(skeleton, 'overlay2'))
  await mkdir(join(target, 'layers'))
  await cp(join(data, 'image/overlay2'), join(skeleton, 'image/overlay2'), { recursive: true })
  await $({ quiet: true })`cp -a ${join(data, 'overlay2/l')} ${join(skeleton, 'overlay2/l')}`
  for (const layer of await readdir(join(data, 'overlay2'))) {
    if (layer === 'l') continue
    const from = join(data, 'overlay2', layer)
    const to = join(skeleton, 'overlay2', layer)
    await mkdir(to, { mode: 0o710 })
    for (const file of await readdir(from)) {
      if (file !== 'diff' && file !== 'work') await cp(join(from, file), join(to, file))
    }
    await $({ quiet: true })`${asOwner(['mv', join(from, 'diff'), join(target, 'layers', layer)])}`
    await symlink(join(LAYERS, layer), join(to, 'diff'))
  }
}

/** Where a machine sees the image's layers. */
const LAYERS = '/run/labwright/layers'
