/** Removes what a killed runner left: processes, control groups, state. What it starts from is the control groups, which no process can leave or forge. */
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseHierarchies } from './cgroups.ts'
import { listIds, processStart, readState, type State, stateDirectory } from './state.ts'

/** A machine that lives, and who has it. */
export interface Living {
  id: string
  state: State
  /** `runner`: a runner that works with it; `kept`: left on purpose; `orphan`: its runner was killed. */
  of: 'runner' | 'kept' | 'orphan'
}

/** All scratch machines of this computer that have written themselves down. */
export const livingMachines = (): Living[] =>
  listIds().flatMap((id) => {
    const state = readState(id)
    if (!state) return []
    const runs = processStart(state.runner.pid) === state.runner.started
    return [{ id, state, of: state.kept ? 'kept' : runs ? 'runner' : 'orphan' } satisfies Living]
  })

/** What `clean` removed. */
export interface Cleaned {
  machines: string[]
  cgroups: number
  processes: number
}

/**
 * Ends all scratch machines that no living runner works with, kept ones too, and removes what is left of dead ones.
 * A machine that a runner is making this moment is let alone.
 */
export const cleanScratch = async (): Promise<Cleaned> => {
  const inUse = new Set(
    livingMachines().flatMap(({ id, of }) => (of === 'runner' ? [`labwright-${id}`] : [])),
  )
  const cleaned: Cleaned = { machines: [], cgroups: 0, processes: 0 }
  for (const group of labwrightGroups()) {
    if (inUse.has(group.name)) continue
    for (let tries = 0; tries < 100 && existsSync(group.directory); tries++) {
      cleaned.processes += killAll(group.directory)
      removeTree(group.directory)
      if (existsSync(group.directory)) await sleep(20)
    }
    cleaned.cgroups += 1
  }
  for (const id of listIds()) {
    if (inUse.has(`labwright-${id}`)) continue
    rmSync(stateDirectory(id), { recursive: true, force: true })
    cleaned.machines.push(id)
  }
  return cleaned
}

const labwrightGroups = (): { name: string; directory: string }[] => {
  const { v1, v2 } = parseHierarchies(readFileSync('/proc/self/mountinfo', 'utf8'))
  const tops = [...v1.map(({ mountPoint }) => mountPoint), ...(v2 ? [v2] : [])]
  return tops.flatMap((top) => findGroups(top, 4))
}

/** A machine's group lies in the group of the runner that made it: a few levels down at most. */
const findGroups = (directory: string, depth: number): { name: string; directory: string }[] =>
  subdirectories(directory).flatMap((name) => {
    const path = join(directory, name)
    if (/^labwright-[0-9a-z]{5}$/.test(name)) return [{ name, directory: path }]
    return depth > 0 ? findGroups(path, depth - 1) : []
  })

const subdirectories = (directory: string): string[] => {
  try {
    return readdirSync(directory, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    )
  } catch {
    return []
  }
}

const killAll = (directory: string): number => {
  let killed = 0
  for (const name of subdirectories(directory)) killed += killAll(join(directory, name))
  for (const pid of readFileSync(join(directory, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL')
      killed += 1
    } catch {
      // It has ended already.
    }
  }
  return killed
}

const removeTree = (directory: string): void => {
  for (const name of subdirectories(directory)) removeTree(join(directory, name))
  try {
    rmdirSync(directory)
  } catch {
    // A process in it is still on its way out; the caller tries again.
  }
}
