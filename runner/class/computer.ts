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

/** Seconds that processors were busy since boot. Source: proc(5), `/proc/stat`, in hundredths of a second. */
export const busySeconds = (): number => {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = text('/proc/stat')
    .split('\n')[0]!
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return (user + nice + system + irq + softirq) / 100
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
