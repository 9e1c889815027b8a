/** Removes what a killed runner left: processes, control groups, state. What it starts from is the control groups, which no process can leave or forge. */
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { send } from '../kill-tree.ts'
import { isRoot } from '../rootless/user-namespace.ts'
import { parseHierarchies } from './cgroups.ts'
import { lives } from './read-members.ts'
import { removeCgroups, subdirectories } from './remove-cgroups.ts'
import { listIds, type Owner, ownerOf, readState, removeState, type State } from './state.ts'

/** A machine that lives, and who has it. */
export interface Living {
  id: string
  state: State
  of: Owner
}

/** All scratch machines of this computer that have written themselves down. */
export const livingMachines = (): Living[] =>
  listIds().flatMap((id) => {
    const state = readState(id)
    if (!state) return []
    return [{ id, state, of: ownerOf(state) }]
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
 * @param chosen tells by their ids the machines that are meant; all are unless told otherwise
 */
export const cleanScratch = async (chosen: (id: string) => boolean = () => true): Promise<Cleaned> => {
  // Looked for before it is asked who works with them: a runner writes a machine down before it makes anything.
  const groups = (isRoot ? labwrightGroups() : []).filter((group) => chosen(idOf(group)))
  const ids = listIds().filter(chosen)
  // A state that can't be read may be half written; a second later it is not.
  if (ids.some((id) => !readState(id))) await sleep(1000)
  const inUse = new Set(livingMachines().flatMap(({ id, of }) => (of === 'runner' ? [id] : [])))
  const abandoned = groups.filter((group) => !inUse.has(idOf(group)))
  const machines = ids.filter((id) => !inUse.has(id))
  const processes = isRoot ? await removeCgroups(abandoned) : await endMachines(machines)
  for (const id of machines) removeState(id)
  return { machines, cgroups: abandoned.length, processes }
}

/**
 * Without control groups there is process 1 of each machine, with which all the others go. The keeper of a machine whose
 * runner was killed has seen to that already, but for those that were kept.
 * @returns how many processes 1 there were
 */
const endMachines = async (ids: readonly string[]): Promise<number> => {
  const members = ids.flatMap((id) => readState(id)?.members.filter(lives) ?? [])
  for (const { pid } of members) send(pid, 'SIGKILL')
  for (let tries = 0; members.some(lives) && tries < 400; tries++) await sleep(10)
  return members.length
}

const PREFIX = 'labwright-'

const idOf = (group: string): string => basename(group).slice(PREFIX.length)

const labwrightGroups = (): string[] => {
  const { v1, v2 } = parseHierarchies(readFileSync('/proc/self/mountinfo', 'utf8'))
  const tops = [...v1.map(({ mountPoint }) => mountPoint), ...(v2 ? [v2] : [])]
  return tops.flatMap((top) => findGroups(top, 4))
}

/** A machine's group lies in the group of the runner that made it: a few levels down at most. */
const findGroups = (directory: string, depth: number): string[] =>
  subdirectories(directory).flatMap((name) => {
    const path = join(directory, name)
    if (name.startsWith(PREFIX) && /^[0-9a-z]{5}$/.test(name.slice(PREFIX.length))) return [path]
    return depth > 0 ? findGroups(path, depth - 1) : []
  })
