/**
 * The control groups that bound a scratch machine: memory, processes, its share of the processors, and (v1) the disks of
 * this computer.
 * Source: cgroups(7); kernel documentation admin-guide/cgroup-v1 and cgroup-v2.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { removeTree } from './remove-cgroups.ts'

/** What one scratch machine may take of this computer. */
export interface Limits {
  /** Bytes of memory, its throw-away disk included (that is memory too). */
  memory: number
  /** Bytes of throw-away disk. */
  disk: number
  /** Processes and threads. */
  processes: number
}

export interface Cgroups {
  /** Directories made for the machine, one a hierarchy. */
  directories: string[]
  /** `v2`, or the v1 hierarchies by their mount options, as `init.sh` takes them. */
  hierarchies: string
}

interface Hierarchy {
  mountPoint: string
  /** The group that is mounted there; `/` but in a container. */
  root: string
  /** Mount options that name it: `memory`, `cpu,cpuacct`, `name=systemd`. Empty for v2. */
  options: string
}

/**
 * A machine's share of the processors where not all can have what they want: a tenth of what a group of this computer's own
 * has. So all machines get the same, and the server that passes on every key, and the kernel's own threads, come before any
 * of them. Where nobody else wants a processor, a machine has all of it. Source: sched-design-CFS (`cpu.shares`, 1024 unless
 * told otherwise) and cgroup-v2 (`cpu.weight`, 100).
 */
const SHARES = 102
const WEIGHT = 10

/** The cgroup file systems mounted here, each once. Source: proc(5), `/proc/PID/mountinfo`. */
export const parseHierarchies = (mountinfo: string): { v1: Hierarchy[]; v2: string | undefined } => {
  const v1: Hierarchy[] = []
  let v2: string | undefined
  for (const line of mountinfo.split('\n')) {
    const [left = '', right = ''] = line.split(' - ')
    const [, , , root = '', mountPoint = ''] = left.split(' ')
    const [type, , superOptions = ''] = right.split(' ')
    if (type === 'cgroup2') v2 ??= mountPoint
    if (type !== 'cgroup') continue
    const options = superOptions
      .split(',')
      .filter((option) => !GENERAL_OPTIONS.has(option) && !/^(release_agent|xattr)/.test(option))
      .join(',')
    if (!v1.some((known) => known.options === options)) v1.push({ mountPoint, root, options })
  }
  return { v1, v2 }
}

const GENERAL_OPTIONS = new Set(['rw', 'ro', 'clone_children', 'noprefix', 'cpuset_v2_mode', 'favordynmods'])

/** The directory of the group that this process is in. Source: cgroups(7), `/proc/PID/cgroup`. */
const ownDirectory = ({ mountPoint, root, options }: Hierarchy): string => {
  for (const line of readFileSync('/proc/self/cgroup', 'utf8').split('\n')) {
    const [, controllers, ...path] = line.split(':')
    if (controllers !== options) continue
    const below = relative(root, path.join(':'))
    if (!below.startsWith('..')) return join(mountPoint, below)
  }
  return mountPoint
}

/**
 * Makes the control groups of one machine and sets its limits.
 * @param name the groups' name, `labwright-` and the machine's id
 * @param machines names of the machines on its LAN, for which v2 has groups of their own
 * @throws the system's error where this user may make none; then none is left
 */
export const createCgroups = (name: string, limits: Limits, machines: string[] = []): Cgroups => {
  const { v1, v2 } = parseHierarchies(readFileSync('/proc/self/mountinfo', 'utf8'))
  const directories: string[] = []
  try {
    // On a hybrid system cgroup2 is mounted too, but memory and pids are held by v1.
    if (v1.some(({ options }) => options.split(',').includes('memory'))) {
      for (const hierarchy of v1) {
        // Below the group that we are in, so that whatever bounds us bounds the machine too.
        const parent = ownDirectory(hierarchy)
        directories.push(makeDirectory(parent, name))
        limitV1(parent, join(parent, name), hierarchy.options.split(','), limits)
      }
      return { directories, hierarchies: v1.map(({ options }) => options).join(' ') }
    }
    if (!v2) throw new Error('no control groups are mounted at /sys/fs/cgroup')
    // Not below our own group: that holds processes, so it cannot hand controllers on ('no internal processes').
    handOn(v2)
    directories.push(makeDirectory(v2, name))
    limitV2(join(v2, name), limits)
    if (machines.length > 0) divide(join(v2, name), machines)
    return { directories, hierarchies: 'v2' }
  } catch (error) {
    for (const directory of directories) removeTree(directory)
    throw error
  }
}

const makeDirectory = (parent: string, name: string): string => {
  const directory = join(parent, name)
  mkdirSync(directory)
  return directory
}

const limitV1 = (parent: string, directory: string, controllers: string[], limits: Limits): void => {
  const set = (file: string, value: string): void => writeFileSync(join(directory, file), value)
  if (controllers.includes('memory')) {
    set('memory.limit_in_bytes', String(limits.memory))
    // Memory and swap together; there only where the kernel counts swap.
    if (existsSync(join(directory, 'memory.memsw.limit_in_bytes')))
      set('memory.memsw.limit_in_bytes', String(limits.memory))
  }
  if (controllers.includes('pids')) set('pids.max', String(limits.processes))
  if (controllers.includes('cpu')) set('cpu.shares', String(SHARES))
  // A child may allow all but what its parent denies, so `docker run --privileged` works and finds no disk.
  if (controllers.includes('devices'))
    for (const device of ['b *:* rw', 'c 1:1 rw', 'c 1:2 rw', 'c 1:4 rw']) set('devices.deny', device)
  if (controllers.includes('cpuset'))
    for (const file of ['cpuset.cpus', 'cpuset.mems']) set(file, readFileSync(join(parent, file), 'utf8'))
}

const limitV2 = (directory: string, limits: Limits): void => {
  writeFileSync(join(directory, 'memory.max'), String(limits.memory))
  writeFileSync(join(directory, 'pids.max'), String(limits.processes))
  // Absent where the controller could not be had.
  if (existsSync(join(directory, 'cpu.weight'))) writeFileSync(join(directory, 'cpu.weight'), String(WEIGHT))
  // Absent where the kernel does not count swap.
  if (existsSync(join(directory, 'memory.swap.max'))) writeFileSync(join(directory, 'memory.swap.max'), '0')
}

/** Lets the children of a v2 group have the controllers that limits and Docker need. */
const handOn = (directory: string): void => {
  for (const controller of ['memory', 'pids', 'cpu', 'cpuset', 'io']) {
    try {
      writeFileSync(join(directory, 'cgroup.subtree_control'), `+${controller}`)
    } catch {
      // Only memory and pids must work; where they don't, the limits can't be set, and that is said.
    }
  }
}

/**
 * Divides a v2 group, where only leaves may hold processes: `lan` is for what holds the machines, and each machine has
 * a group of its own, with a leaf `init`.
 */
const divide = (directory: string, machines: string[]): void => {
  handOn(directory)
  for (const leaf of ['lan', ...machines.map((machine) => `${machine}/init`)])
    mkdirSync(join(directory, leaf), { recursive: true })
}

/**
 * The file in each of the machine's control groups through which a process joins it, by writing `0`. On v1 that is
 * `tasks`: with `cgroup.procs`, the kernel first waits for its other processors, some 15 ms.
 * @param member `lan`, or the name of a machine
 */
export const joinLeaf = ({ hierarchies }: Cgroups, member: string): string => {
  if (hierarchies !== 'v2') return 'tasks'
  return member === 'lan' ? 'lan/cgroup.procs' : `${member}/init/cgroup.procs`
}
