/** The end of control groups, and of all that runs in them. */
import { existsSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { send } from '../kill-tree.ts'

/** Milliseconds in which killed processes must have gone. */
const PATIENCE = 4000

/**
 * Kills what runs in control groups and removes them, with all groups below. No process can leave its group or hide
 * from it. Groups that have gone already are none of its business.
 * @returns how many processes were killed
 */
export const removeCgroups = async (directories: readonly string[]): Promise<number> => {
  const killed = new Set<number>()
  const until = Date.now() + PATIENCE
  for (;;) {
    const left = directories.filter((directory) => existsSync(directory))
    for (const directory of left) {
      killAll(directory, killed)
      removeTree(directory)
    }
    if (!left.some((directory) => existsSync(directory)) || Date.now() > until) return killed.size
    await sleep(10)
  }
}

/** Names of the directories in a directory; none where it has gone. */
export const subdirectories = (directory: string): string[] => {
  try {
    return readdirSync(directory, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    )
  } catch {
    return []
  }
}

const killAll = (directory: string, killed: Set<number>): void => {
  for (const name of subdirectories(directory)) killAll(join(directory, name), killed)
  for (const pid of processesIn(directory)) if (send(pid, 'SIGKILL')) killed.add(pid)
  thaw(join(directory, 'freezer.state'))
}

const processesIn = (directory: string): number[] => {
  try {
    return readFileSync(join(directory, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

/** `docker pause` freezes, and on v1 a frozen process hears no signal. */
const thaw = (file: string): void => {
  try {
    if (existsSync(file)) writeFileSync(file, 'THAWED')
  } catch {
    // The group has gone meanwhile.
  }
}

/** Removes a group and those below, but for what still holds processes. */
export const removeTree = (directory: string): void => {
  for (const name of subdirectories(directory)) removeTree(join(directory, name))
  try {
    rmdirSync(directory)
  } catch {
    // A process in it is still on its way out.
  }
}
