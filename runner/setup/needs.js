// @ts-check
/** The one list of what Labwright needs of the computer it runs on, beside Node. */
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * @typedef {object} Need
 * @property {string} file a command's name, or the path of a file
 * @property {string} package the Debian package that holds it
 * @property {string} why completes 'needed to …'
 * @property {'machine' | 'user' | 'vm' | 'emulator' | 'image' | 'test' | 'browser' | 'bench'} use `machine`: to run one; `user`: to run one without
 *   root, beside; `vm`: to run one in a VM; `emulator`: to build what one in a page starts from, beside `vm`'s; `image`: to build what it starts from; `test`: to run the tests; `browser`: to run those of the page, too, which `npm test` leaves out;
 *   `bench`: to measure against, and done without where it can't be had
 */

/** @type {readonly Need[]} */
export const NEEDS = [
  { file: 'bash', package: 'bash', why: 'start a machine', use: 'machine' },
  { file: 'unshare', package: 'util-linux', why: 'give a machine its namespaces', use: 'machine' },
  { file: 'nsenter', package: 'util-linux', why: 'enter a machine', use: 'machine' },
  { file: 'setpriv', package: 'util-linux', why: 'take dangerous powers from a machine', use: 'machine' },
  { file: 'pivot_root', package: 'util-linux', why: 'give a machine its own file system', use: 'machine' },
  { file: 'mount', package: 'mount', why: 'give a machine its own file system', use: 'machine' },
  { file: 'ip', package: 'iproute2', why: 'wire the networks of machines', use: 'machine' },
  { file: 'find', package: 'findutils', why: 'clear a machine away', use: 'machine' },
  { file: 'newuidmap', package: 'uidmap', why: 'give a machine user IDs of its own', use: 'user' },
  { file: 'newgidmap', package: 'uidmap', why: 'give a machine group IDs of its own', use: 'user' },
  { file: 'findmnt', package: 'util-linux', why: 'see how the image is mounted', use: 'user' },
  { file: 'qemu-system-x86_64', package: 'qemu-system-x86', why: 'run a VM', use: 'vm' },
  { file: 'setpriv', package: 'util-linux', why: 'end a VM with whoever runs it', use: 'vm' },
  { file: 'mksquashfs', package: 'squashfs-tools', why: 'make the disk of VMs', use: 'vm' },
  { file: 'cpio', package: 'cpio', why: 'make what a VM boots from', use: 'vm' },
  { file: 'modprobe', package: 'kmod', why: "find the kernel's modules that a VM boots with", use: 'vm' },
  { file: 'depmod', package: 'kmod', why: "list the kernel's modules of VMs", use: 'vm' },
  {
    file: 'arch-test',
    package: 'arch-test',
    why: 'build the image of machines in the page, which are 32-bit PCs',
    use: 'emulator',
  },
  {
    file: 'zstd',
    package: 'zstd',
    why: 'pack the state that machines in the page start from',
    use: 'emulator',
  },
  { file: 'flock', package: 'util-linux', why: 'keep two builds of the image apart', use: 'image' },
  { file: 'mmdebstrap', package: 'mmdebstrap', why: 'build the image', use: 'image' },
  { file: 'apt-get', package: 'apt', why: 'fetch the packages of the image', use: 'image' },
  { file: 'tar', package: 'tar', why: 'pack container images', use: 'image' },
  { file: 'gpg', package: 'gpg', why: "find Debian's keys", use: 'image' },
  {
    file: '/usr/share/keyrings/debian-archive-keyring.gpg',
    package: 'debian-archive-keyring',
    why: 'verify the packages of the image',
    use: 'image',
  },
  { file: 'ps', package: 'procps', why: 'see in tests which processes are left', use: 'test' },
  {
    file: 'xmllint',
    package: 'libxml2-utils',
    why: 'hold reports against their schema in tests',
    use: 'test',
  },
  { file: 'prove', package: 'perl', why: 'read reports in TAP in tests', use: 'test' },
  {
    file: 'chromium',
    package: 'chromium',
    why: 'see the page in tests as a browser shows it',
    use: 'browser',
  },
  { file: 'bats', package: 'bats', why: 'measure against it', use: 'bench' },
  { file: 'cram3', package: 'python3-cram', why: 'measure against it', use: 'bench' },
]

/** Where administrators' commands lie; a user's PATH on Debian leaves these out. */
const SBIN = ['/usr/local/sbin', '/usr/sbin', '/sbin']

/**
 * Looks for the file itself and not for the package, so that any Linux will do that has it.
 * @param {Pick<Need, 'file'>} need
 * @returns {string | undefined} where it lies
 */
export const findNeed = ({ file }) => {
  if (file.startsWith('/')) return isReadable(file) ? file : undefined
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...SBIN]
  return folders.map((folder) => join(folder, file)).find(isProgram)
}

/**
 * What is missing here.
 * @param {readonly Need['use'][]} uses
 * @returns {Need[]}
 */
export const missingNeeds = (uses) => NEEDS.filter((need) => uses.includes(need.use) && !findNeed(need))

/** @param {string} path */
const isProgram = (path) => isReadable(path, constants.X_OK) && statSync(path).isFile()

/** @param {string} path */
const isReadable = (path, mode = constants.R_OK) => {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}
