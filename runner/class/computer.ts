/** What this computer has for a class. Source: proc(5), pty(7), kernel documentation admin-guide/sysctl. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import type { Computer } from './plan.ts'

/** Memory control groups that a kernel tells apart. Source: Linux, MEM_CGROUP_ID_MAX. */
const GROUPS = 65_535

/** @param folder where classes are kept; it may not be there yet */
export const readComputer = async (folder: string): Promise<Computer> => {
  const { bavail, bsize } = await statfs(nearest(folder))
  return {
    memory: { all: memory('MemTotal'), free: memory('MemAvailable') },
    processors: availableParallelism(),
    disk: bavail * bsize,
    counts: {
      processes: {
        most: Math.min(number('kernel/pid_max'), number('kernel/threads-max')),
        taken: threads(),
      },
      // Some are kept for this computer's own: a machine's terminals stand in a file system of their own.
      terminals: {
        most: number('kernel/pty/max') - number('kernel/pty/reserve'),
        taken: number('kernel/pty/nr'),
      },
      files: { most: openFileLimit(), taken: readdirSync('/proc/self/fd').length },
      inotify: { most: number('fs/inotify/max_user_instances'), taken: 0 },
      groups: { most: GROUPS, taken: groups() },
    },
  }
}

/** Bytes. */
export const memory = (name: 'MemTotal' | 'MemAvailable'): number =>
  1024 * Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text('/proc/meminfo'))?.[1])

/** Clock ticks in a second, on every Linux that Node runs on. */
export const TICKS = 100

/**
 * Seconds of all processors together since boot: busy, taken by other guests of the computer beneath, and in all.
 * Source: proc(5), `/proc/stat`.
 */
export const processorTimes = (): { busy: number; stolen: number; all: number } => {
  const times = text('/proc/stat').split('\n')[0]!.trim().split(/\s+/).slice(1, 9).map(Number)
  const all = times.reduce((sum, each) => sum + each, 0)
  const [idle = 0, waiting = 0, stolen = 0] = [times[3], times[4], times[7]]
  return { busy: (all - idle - waiting - stolen) / TICKS, stolen: stolen / TICKS, all: all / TICKS }
}

/** Processes and threads that there are now. Source: proc(5), `/proc/loadavg`. */
export const threads = (): number => Number(text('/proc/loadavg').split(' ')[3]?.split('/')[1])

/** A setting of the kernel that is a number; without end where it has none. */
const number = (name: string): number => {
  const file = `/proc/sys/${name}`
  return existsSync(file) ? Number(text(file)) : Number.POSITIVE_INFINITY
}

const openFileLimit = (): number => {
  const found = /^Max open files\s+(\S+)/m.exec(text('/proc/self/limits'))?.[1]
  return found === 'unlimited' ? Number.POSITIVE_INFINITY : Number(found)
}

/** Memory control groups that there are now. Source: cgroups(7), `/proc/cgroups`. */
const groups = (): number => Number(/^memory\s+\d+\s+(\d+)/m.exec(text('/proc/cgroups'))?.[1] ?? 0)

const text = (file: string): string => readFileSync(file, 'utf8')

const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)))
