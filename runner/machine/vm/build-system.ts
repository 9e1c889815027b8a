/** Builds what a VM boots. */
import { chmod, cp, mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
  await makeInitramfs(image, folder, release)
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

const makeInitramfs = async (image: Image, folder: string, release: string): Promise<void> => {
  const root = join(folder, 'initramfs.d')
  for (const name of ['bin', 'modules', 'proc', 'sys', 'dev'])
    await mkdir(join(root, name), { recursive: true })
  await cp(join(image.folder, 'root/usr/bin/busybox'), join(root, 'bin/busybox'))
  await cp(join(import.meta.dirname, 'guest/init'), join(root, 'init'))
  const base = join(folder, 'vm/usr')
  const order = new Set<string>()
  for (const module of BOOT_MODULES) {
    const { stdout } = await $({
      quiet: true,
    })`modprobe --dirname ${base} --set-version ${release} --show-depends ${module}`
    for (const line of stdout.split('\n')) if (line.startsWith('insmod ')) order.add(line.split(' ')[1]!)
  }
  for (const file of order) await cp(file, join(root, 'modules', file.split('/').at(-1)!))
  const names = [...order].map((file) => `${file.split('/').at(-1)}\n`)
  await writeFile(join(root, 'modules/order'), names.join(''))
  const archive = join(folder, 'initramfs')
  await $({ quiet: true, cwd: root })`find . | cpio --create --format=newc --quiet --owner=0:0 >${archive}`
}
