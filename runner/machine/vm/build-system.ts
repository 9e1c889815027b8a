/** Builds what a VM boots. */
import { chmod, cp, mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import ssh2 from 'ssh2'
import { $ } from 'zx'
import { debootstrap } from '../image/debian.ts'
import type { Image } from '../image/image.ts'
import { asOwner, removeOwned } from '../rootless/user-namespace.ts'

/** Packages that are unpacked beside the image. The others on the disk are the image's own. */
const PACKAGES = ['linux-image-cloud-amd64', 'dropbear-bin']

/** Without these the disk can't be read; all others are on the disk. */
const BOOT_MODULES = ['virtio_pci', 'virtio_blk', 'virtio_console', 'squashfs', 'overlay']

/** Where the files of `guest/` lie in a VM. */
export const GUEST = '/usr/lib/labwright'

export const SCRATCH_SCRIPTS = ['lan.sh', 'init.sh'].map((name) =>
  join(import.meta.dirname, '../scratch', name),
)

/** What runs in a VM: `guest/`, and what makes scratch machines. */
const guestFiles = async (): Promise<string[]> => {
  const folder = join(import.meta.dirname, 'guest')
  return [...(await readdir(folder)).sort().map((name) => join(folder, name)), ...SCRATCH_SCRIPTS]
}

/** The files that say what is built. */
export const recipe = async (): Promise<string[]> => [import.meta.filename, ...(await guestFiles())]

/**
 * Fills a folder with `kernel`, `initramfs`, `disk`, and the `key` to what runs.
 * @returns the release of the kernel, as uname(1) says it
 */
export const buildSystem = async (
  image: Image,
  folder: string,
  progress: (what: string) => void,
): Promise<string> => {
  const packages = join(folder, 'packages')
  progress('kernel and SSH server')
  await debootstrap(packages, PACKAGES, { variant: 'extract' })
  const [release = ''] = await readdir(join(packages, 'lib/modules'))
  await cp(join(packages, `boot/vmlinuz-${release}`), join(folder, 'kernel'))
  await makeTree(packages, join(folder, 'vm'), join(folder, 'key'), release)
  progress('initramfs')
  await makeInitramfs(join(folder, 'initramfs'), {
    root: join(image.folder, 'root'),
    init: join(import.meta.dirname, 'guest/init'),
    base: join(folder, 'vm/usr'),
    release,
    modules: BOOT_MODULES,
  })
  progress('disk')
  const parts = ['root', 'docker', 'mount'].map((name) => join(image.folder, name))
  await $({
    quiet: true,
  })`${asOwner(['mksquashfs', ...parts, join(folder, 'vm'), join(folder, 'disk'), '-comp', 'lz4', '-no-progress', '-quiet', '-noappend'])}`
  for (const name of ['packages', 'vm', 'initramfs.d']) await removeOwned(join(folder, name))
  return release
}

/** What is laid over the image: modules, the SSH server, who may come in, and `guest/`. */
const makeTree = async (packages: string, tree: string, keyFile: string, release: string): Promise<void> => {
  const library = join(tree, 'usr/lib/x86_64-linux-gnu')
  for (const path of [library, join(tree, 'usr/lib/modules'), join(tree, 'usr/sbin'), join(tree, GUEST)])
    await mkdir(path, { recursive: true })
  await rename(join(packages, 'lib/modules', release), join(tree, 'usr/lib/modules', release))
  await $({ quiet: true })`depmod --basedir ${join(tree, 'usr')} ${release}`
  for (const name of await readdir(join(packages, 'usr/lib/x86_64-linux-gnu')))
    if (name.startsWith('libtom'))
      await cp(join(packages, 'usr/lib/x86_64-linux-gnu', name), join(library, name), {
        verbatimSymlinks: true,
      })
  await cp(join(packages, 'usr/sbin/dropbear'), join(tree, 'usr/sbin/dropbear'))
  for (const file of await guestFiles()) await cp(file, join(tree, GUEST, file.split('/').at(-1)!))

  // No secret: who can reach the socket that leads to the SSH server is in already. That only wants to be shown a key.
  const pair = ssh2.utils.generateKeyPairSync('ed25519')
  await writeFile(keyFile, pair.private)
  await mkdir(join(tree, 'root/.ssh'), { recursive: true, mode: 0o700 })
  await chmod(join(tree, 'root'), 0o700)
  await mkdir(join(tree, 'etc/dropbear'), { recursive: true })
  await writeFile(join(tree, 'root/.ssh/authorized_keys'), `${pair.public}\n`, { mode: 0o600 })
}

export interface Initramfs {
  /** An image's `root`, of which the programs are. */
  root: string
  /** The file that is process 1. */
  init: string
  /** The folder in which `lib/modules` lies, with its index (depmod(8)). */
  base: string
  /** Of the kernel, as uname(1) says it. */
  release: string
  /** Modules that `init` loads, by name, after those that they need. */
  modules: readonly string[]
}

/** Writes what a kernel boots into: busybox, `init`, and modules with the order in which they are loaded. */
export const makeInitramfs = async (
  archive: string,
  { root, init, base, release, modules }: Initramfs,
): Promise<void> => {
  const folder = `${archive}.d`
  for (const name of ['bin', 'modules', 'proc', 'sys', 'dev'])
    await mkdir(join(folder, name), { recursive: true })
  await cp(join(root, 'usr/bin/busybox'), join(folder, 'bin/busybox'))
  await cp(init, join(folder, 'init'))
  const order = await modulesInOrder(base, release, modules)
  for (const file of order) await cp(file, join(folder, 'modules', basename(file)))
  await writeFile(join(folder, 'modules/order'), order.map((file) => `${basename(file)}\n`).join(''))
  await $({
    quiet: true,
    cwd: folder,
  })`find . | cpio --create --format=newc --quiet --owner=0:0 >${archive}`
}

/** Files of modules and of those that they need, in the order in which they can be loaded. */
export const modulesInOrder = async (
  base: string,
  release: string,
  modules: readonly string[],
): Promise<string[]> => {
  const order = new Set<string>()
  for (const module of modules) {
    const { stdout } = await $({
      quiet: true,
    })`modprobe --dirname ${base} --set-version ${release} --show-depends ${module}`
    for (const line of stdout.split('\n')) if (line.startsWith('insmod ')) order.add(line.split(' ')[1]!)
  }
  return [...order]
}
