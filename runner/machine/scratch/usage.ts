/**
 * What scratch machines take of this computer now, as their control groups tell.
 * Source: kernel documentation admin-guide/cgroup-v1 (memory, cpuacct, pids) and cgroup-v2.
 */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { subdirectories } from './remove-cgroups.ts'
import { listIds, readState } from './state.ts'

export interface Usage {
  /** Bytes of memory that could not be had back at once: without what is only kept of files. */
  memory: number
  /** Seconds of a processor, since the machine was made. */
  cpu: number
  /** Processes and threads. */
  processes: number
  /** Control groups: its own, and one for each container. */
  groups: number
}

/** Undefined where there is no such machine, or it has no control groups (without root). */
export const usageOf = (id: string): Usage | undefined => {
  const directories = readState(id)?.cgroups.directories ?? []
  try {
    return directories.length > 0 ? read(directories) : undefined
  } catch {
    // It ends just now.
    return undefined
  }
}

/** Ids of the machines that one process has made. */
export const machinesOf = (pid: number): string[] =>
  listIds().filter((id) => readState(id)?.runner.pid === pid)

/** What the files are that a machine's processes have open: paths, and `anon_inode:inotify` and the like. */
export const openFilesOf = (id: string): string[] =>
  processesIn(readState(id)?.cgroups.directories[0]).flatMap((pid) => openFiles(pid))

/** The same of one process, which may have gone. */
export const openFiles = (pid: number | string): string[] => {
  const folder = `/proc/${pid}/fd`
  try {
    return readdirSync(folder).flatMap((file) => {
      try {
        return [readlinkSync(join(folder, file))]
      } catch {
        return []
      }
    })
  } catch {
    return []
  }
}

const read = (directories: readonly string[]): Usage => {
  const text = (...files: string[]): string => {
    const paths = files.flatMap((file) => directories.map((directory) => join(directory, file)))
    const path = paths.find((each) => existsSync(each))
    return path ? readFileSync(path, 'utf8') : ''
  }
  const memory = Number(text('memory.current', 'memory.usage_in_bytes'))
  const stat = text('memory.stat')
  // On v1, what is in the groups below stands under names of its own.
  const kept = (name: string): number => field(stat, `total_${name}`) ?? field(stat, name) ?? 0
  const nanoseconds = text('cpuacct.usage')
  return {
    memory: memory - kept('active_file') - kept('inactive_file'),
    cpu: nanoseconds ? Number(nanoseconds) / 1e9 : (field(text('cpu.stat'), 'usage_usec') ?? 0) / 1e6,
    processes: Number(text('pids.current')),
    groups: countGroups(directories[0]!),
  }
}

const countGroups = (directory: string): number =>
  subdirectories(directory).reduce((sum, name) => sum + countGroups(join(directory, name)), 1)

const processesIn = (directory: string | undefined): string[] => {
  if (directory === undefined) return []
  const below = subdirectories(directory).flatMap((name) => processesIn(join(directory, name)))
  try {
    return [...readFileSync(join(directory, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean), ...below]
  } catch {
    return below
  }
}

/** A number of a file that has one a line, after its name. */
const field = (text: string, name: string): number | undefined => {
  const found = new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]
  return found === undefined ? undefined : Number(found)
}
