/**
 * What a VM boots: a Debian kernel, an initramfs, and one disk (squashfs) that holds the image, the kernel's modules and
 * the few files of `guest/`. It lies in the image's folder, and goes with the image.
 */
import { createHash } from 'node:crypto'
import { chmod, cp, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { z } from 'zod'
import { $ } from 'zx'
import { debootstrap } from '../image/debian.ts'
import { type Image, listImages } from '../image/image.ts'
import { ensureFolder, removeFolder, removeUnfinished } from '../image/whole-folder.ts'
import { asOwner, removeOwned } from '../rootless/user-namespace.ts'
import { livingVms } from './clean.ts'
import { Fingerprints, fingerprints, matches } from './fingerprint.ts'
import { requireCommands } from './needs.ts'

/** Packages that are unpacked beside the image. The others on the disk are the image's own. */
const PACKAGES = ['linux-image-cloud-amd64', 'dropbear-bin']

/** Without these the disk can't be read; all others are on the disk. */
const BOOT_MODULES = ['virtio_pci', 'virtio_blk', 'virtio_console', 'squashfs', 'overlay']

/** Where the files of `guest/` lie in a VM. */
export const GUEST = '/usr/lib/labwright'

const FILES = ['kernel', 'initramfs', 'disk'] as const

const Metadata = z.object({ key: z.string(), release: z.string(), files: Fingerprints })

export interface System {
  key: string
  folder: string
  /** Of the kernel, as uname(1) says it. */
  release: string
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
  const made = await ensureFolder(target, {
    read: readSystem,
    fill: (folder) => build(image, key, folder, progress),
    onWait: () => progress('waiting for another build to end'),
  })
  await removeOld(image, key)
  return made
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
  for (const image of await listImages()) {
    const parent = systemsDirectory(image)
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
    return (await matches(folder, files)) ? { key, release, folder } : undefined
  } catch {
    return undefined
  }
}

const SCRATCH_SCRIPTS = ['lan.sh', 'init.sh'].map((name) => join(import.meta.dirname, '../scratch', name))

const guestFiles = async (): Promise<string[]> => {
  const folder = join(import.meta.dirname, 'guest')
  return [...(await readdir(folder)).sort().map((name) => join(folder, name)), ...SCRATCH_SCRIPTS]
}

const systemKey = async (): Promise<string> => {
  const hash = createHash('sha256').update(JSON.stringify([PACKAGES, BOOT_MODULES]))
  for (const file of [import.meta.filename, ...(await guestFiles())]) hash.update(await readFile(file))
  return hash.digest('hex').slice(0, 12)
}

const build = async (
  image: Image,
  key: string,
  folder: string,
  progress: (what: string) => void,
): Promise<void> => {
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
  const files = await fingerprints(folder, FILES)
  await writeFile(join(folder, 'system.json'), `${JSON.stringify({ key, release, files }, null, 2)}\n`)
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
