/**
 * The control groups that bound a scratch machine: memory, processes, and (v1) the disks of this computer.
 * Source: cgroups(7); kernel documentation admin-guide/cgroup-v1 and cgroup-v2.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

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
  /** Directories made for the machine, one a hierarchy: what has to be removed at its end. */
  directories: string[]
  /** Where the process belongs that holds the machine and its LAN. */
  keeper: string[]
  /** Where a process belongs that runs inside, by the machine's name: `host`, `beta`. */
  inside: Record<string, string[]>
  /** `v2`, or the v1 hierarchies by their mount options, as `init.sh` takes them. */
  hierarchies: string
}

interface Hierarchy {
  mountPoint: string
  /** Mount options that name it: `memory`, `cpu,cpuacct`, `name=systemd`. Empty for v2. */
  options: string
}

/** The cgroup file systems mounted here. Source: proc(5), `/proc/PID/mountinfo`. */
export const parseHierarchies = (mountinfo: string): { v1: Hierarchy[]; v2: string | undefined } => {
  const v1: Hierarchy[] = []
  let v2: string | undefined
  for (const line of mountinfo.split('\n')) {
    const [left = '', right = ''] = line.split(' - ')
    const mountPoint = left.split(' ')[4] ?? ''
    const [type, , superOptions = ''] = right.split(' ')
    if (type === 'cgroup2') v2 ??= mountPoint
    if (type !== 'cgroup') continue
    const options = superOptions
      .split(',')
      .filter((option) => !GENERAL_OPTIONS.has(option) && !/^(release_agent|xattr)/.test(option))
    v1.push({ mountPoint, options: options.join(',') })
  }
  return { v1, v2 }
}

const GENERAL_OPTIONS = new Set(['rw', 'ro', 'clone_children', 'noprefix', 'cpuset_v2_mode', 'favordynmods'])

/** The group that this process is in, by hierarchy. Source: cgroups(7), `/proc/PID/cgroup`. */
const ownGroup = (options: string): string => {
  for (const line of readFileSync('/proc/self/cgroup', 'utf8').split('\n')) {
    const [, controllers, ...path] = line.split(':')
    if (controllers === options) return path.join(':')
  }
  return '/'
}

/**
 * Makes the control groups of one machine and sets its limits.
 * @param name the groups' name, `labwright-` and the machine's id
 * @param machines names of the machines on its LAN; they share its limits
 * @throws the system's error where this user may make none
 */
export const createCgroups = (name: string, limits: Limits, machines: string[]): Cgroups => {
  const { v1, v2 } = parseHierarchies(readFileSync('/proc/self/mountinfo', 'utf8'))
  // On a hybrid system cgroup2 is mounted too, but memory and pids are held by v1.
  if (v1.some(({ options }) => options.split(',').includes('memory'))) return createV1(name, limits, machines, v1)
  if (v2) return createV2(name, limits, machines, v2)
  throw new Error('no control groups are mounted at /sys/fs/cgroup')
}

const createV1 = (name: string, limits: Limits, machines: string[], hierarchies: Hierarchy[]): Cgroups => {
  const directories = hierarchies.map(({ mountPoint, options }) => {
    // Below the group that we are in, so that whatever bounds us bounds the machine too.
    const parent = join(mountPoint, ownGroup(options))
    const directory = join(parent, name)
    mkdirSync(directory)
    const set = (file: string, value: string): void => writeFileSync(join(directory, file), value)
    for (const controller of options.split(',')) {
      if (controller === 'memory') set('memory.limit_in_bytes', String(limits.memory))
      if (controller === 'pids') set('pids.max', String(limits.processes))
      // A child may allow all but what its parent denies, so `docker run --privileged` works and finds no disk.
      if (controller === 'devices')
        for (const device of ['b *:* rw', 'c 1:1 rw', 'c 1:2 rw', 'c 1:4 rw']) set('devices.deny', device)
      if (controller === 'cpuset') {
        for (const file of ['cpuset.cpus', 'cpuset.mems']) set(file, readFileSync(join(parent, file), 'utf8'))
      }
    }
    return directory
  })
  return {
    directories,
    keeper: directories,
    inside: Object.fromEntries(machines.map((machine) => [machine, directories])),
    hierarchies: hierarchies.map(({ options }) => options).join(' '),
  }
}

const createV2 = (name: string, limits: Limits, machines: string[], mountPoint: string): Cgroups => {
  // Not below our own group: that holds processes, so it can't hand controllers on ('no internal processes').
  const directory = join(mountPoint, name)
  mkdirSync(directory)
  handOn(mountPoint)
  handOn(directory)
  writeFileSync(join(directory, 'memory.max'), String(limits.memory))
  writeFileSync(join(directory, 'pids.max'), String(limits.processes))
  // Absent where the kernel has no swap accounting.
  if (existsSync(join(directory, 'memory.swap.max'))) writeFileSync(join(directory, 'memory.swap.max'), '0')
  for (const group of ['keeper', ...machines]) mkdirSync(join(directory, group))
  return {
    directories: [directory],
    keeper: [join(directory, 'keeper')],
    // `init.sh` makes `init`: the machine's own root group has to be empty, so that Docker can make groups in it.
    inside: Object.fromEntries(machines.map((machine) => [machine, [join(directory, machine, 'init')]])),
    hierarchies: 'v2',
  }
}

/** Lets a group's children have its controllers, as far as the system lets us. Those that must work fail later, by name. */
const handOn = (directory: string): void => {
  for (const controller of readFileSync(join(directory, 'cgroup.controllers'), 'utf8').trim().split(' ')) {
    try {
      writeFileSync(join(directory, 'cgroup.subtree_control'), `+${controller}`)
    } catch {
      // A controller that can't be had here.
    }
  }
}
