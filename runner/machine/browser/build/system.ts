/** Builds what the emulator boots: kernel, initramfs, BIOS, disk. */
import { chmod, cp, mkdir, readdir, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { $ } from 'zx'
import { buildImage, type Progress } from '../../image/build.ts'
import { debootstrap, type Source } from '../../image/debian.ts'
import { readImage } from '../../image/image.ts'
import { asOwner, removeOwned } from '../../rootless/user-namespace.ts'
import { GUEST, makeInitramfs, modulesInOrder, SCRATCH_SCRIPTS } from '../../vm/build-system.ts'
import { ARCHITECTURE, BOOT_MODULES, DISK_MODULES, packagesOf, SYSTEM_PACKAGES } from './packages.ts'

const quiet = $({ quiet: true })

/** Of the VM's files, those that a browser machine has too: `init`, `doors.sh` are its own. */
const SHARED = ['boot.sh', 'enter.sh'].map((name) => join(import.meta.dirname, '../../vm/guest', name))
const OWN = ['agent.py', 'doors.sh'].map((name) => join(import.meta.dirname, '../guest', name))
const INIT = join(import.meta.dirname, '../guest/init')

/** The files that lie in `GUEST` on the disk. */
export const guestFiles = [...SHARED, ...OWN, ...SCRATCH_SCRIPTS]

/** The files that say what is built. */
export const recipe = [
  ...['system.ts', 'packages.ts', 'state.ts', 'warm-up.sh', 'build.ts', 'pack.ts'].map((name) =>
    join(import.meta.dirname, name),
  ),
  ...[...guestFiles, INIT],
]

export interface BrowserSystem {
  /** The release of the kernel, as uname(1) says it. */
  kernel: string
  /** Files. */
  bzImage: string
  initramfs: string
  disk: string
  bios: string
  vgaBios: string
  /** Docker's version; empty where there is none. */
  docker: string
  /** Names and versions of the Debian packages inside, a line each. */
  packages: string[]
}

/**
 * Fills a folder.
 * @throws what the failing tool says
 */
export const buildSystem = async (
  folder: string,
  docker: boolean,
  progress: Progress,
): Promise<BrowserSystem> => {
  const root = join(folder, 'root')
  const extracted = join(folder, 'packages')
  const tree = join(folder, 'vm')
  progress(`Debian packages (${ARCHITECTURE})`)
  const from = await makeImage(folder, docker, progress)
  progress('kernel and BIOS')
  await debootstrap(extracted, SYSTEM_PACKAGES, { ...from, variant: 'extract' })
  const [kernel = ''] = await readdir(join(extracted, 'lib/modules'))
  await makeTree(extracted, tree, kernel)
  progress('initramfs')
  const initramfs = join(folder, 'initramfs')
  const base = join(tree, 'usr')
  await makeInitramfs(initramfs, { root, init: INIT, base, release: kernel, modules: BOOT_MODULES })
  progress('disk')
  const parts = ['root', 'docker', 'mount', 'vm'].map((name) => join(folder, name))
  // Not compressed: each part of it is, and the emulated processor has no time to spare.
  await quiet`${asOwner(['mksquashfs', ...parts, join(folder, 'disk'), '-noI', '-noD', '-noF', '-noX', '-no-progress', '-quiet', '-noappend'])}`
  const list = await quiet`dpkg-query --admindir=${join(root, 'var/lib/dpkg')} --show`
  return {
    kernel,
    bzImage: join(extracted, `boot/vmlinuz-${kernel}`),
    initramfs,
    disk: join(folder, 'disk'),
    bios: join(extracted, 'usr/share/seabios/bios.bin'),
    vgaBios: join(extracted, 'usr/share/seabios/vgabios-stdvga.bin'),
    docker: docker ? (await readImage(folder))!.docker : '',
    packages: list.stdout.trim().split('\n'),
  }
}

/**
 * Fills a folder with `root`, `docker` and `mount`, as scratch machines have them; but Debian's `i386`. Where the mirror of
 * security updates is broken for this architecture, which few use any more, it is made of the last point release: the machine
 * is joined to no network.
 * @returns what to take other packages from
 */
const makeImage = async (folder: string, docker: boolean, progress: Progress): Promise<Source> => {
  const from = { architecture: ARCHITECTURE }
  try {
    await fillImage(folder, docker, from, progress)
    return from
  } catch (error) {
    if (!/Failed to fetch/.test(String(error))) throw error
    progress('updates can not be had for it: packages of the last point release')
    for (const name of await readdir(folder)) await removeOwned(join(folder, name))
    const settled = { ...from, isPointRelease: true }
    await fillImage(folder, docker, settled, progress)
    return settled
  }
}

const fillImage = async (
  folder: string,
  docker: boolean,
  from: Source,
  progress: Progress,
): Promise<void> => {
  const packages = packagesOf(docker)
  const root = join(folder, 'root')
  if (docker) {
    await buildImage('browser', folder, progress, { ...from, packages })
    // The other runtime takes seconds to start on an emulated processor.
    await rm(join(root, 'usr/sbin/runc'))
    await symlink('../bin/crun', join(root, 'usr/sbin/runc'))
    return
  }
  await debootstrap(root, packages, from)
  await chmod(root, 0o755)
  await symlink('../bin/tini-static', join(root, 'usr/sbin/init'))
  for (const name of ['mount', 'docker']) await mkdir(join(folder, name))
}

/** What is laid over the image: the chosen modules and `GUEST`. */
const makeTree = async (extracted: string, tree: string, kernel: string): Promise<void> => {
  const from = join(extracted, 'lib/modules', kernel)
  const to = join(tree, 'usr/lib/modules', kernel)
  await mkdir(to, { recursive: true })
  for (const name of ['modules.builtin', 'modules.builtin.modinfo', 'modules.order'])
    await cp(join(from, name), join(to, name))
  await quiet`depmod --basedir ${extracted} ${kernel}`
  const needed = await modulesInOrder(extracted, kernel, BOOT_MODULES)
  const modules = [
    ...DISK_MODULES.map((name) => join('kernel', name)),
    ...needed.map((file) => relative(from, file)),
  ]
  for (const path of modules) {
    await mkdir(dirname(join(to, path)), { recursive: true })
    await cp(join(from, path), join(to, path), { recursive: true })
  }
  await quiet`depmod --basedir ${join(tree, 'usr')} ${kernel}`
  await mkdir(join(tree, GUEST), { recursive: true })
  for (const file of guestFiles) await cp(file, join(tree, GUEST, basename(file)))
}
