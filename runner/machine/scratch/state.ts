/**
 * What is written down of each scratch machine while it lives, so that another process can enter it (`--keep`) or
 * clear it away after a runner was killed.
 */
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { statFields } from '../kill-tree.ts'
import { makeStateDirectory, STATE_DIRECTORY } from '../rootless/state-directory.ts'

const Member = z.object({
  name: z.string(),
  /** Process ID of the machine's process 1, as this computer knows it. */
  pid: z.int(),
  /** Its mount namespace: process IDs are given anew in time. */
  namespace: z.string(),
  address: z.string(),
  mac: z.string(),
})

const State = z.object({
  id: z.string(),
  /** The lab it was made for. */
  lab: z.string().optional(),
  image: z.string(),
  /** Process ID of `keeper.sh`, which leads a process group. */
  keeper: z.int(),
  /** The runner that made it. A process ID is given anew in time, so its start stands with it. */
  runner: z.object({ pid: z.int(), started: z.string() }),
  /** Left behind on purpose (`--keep`). */
  kept: z.boolean(),
  cgroups: z.object({ directories: z.array(z.string()), hierarchies: z.string() }),
  /** Processes and threads that it may have. */
  processes: z.int(),
  /** The machine, and the second one where the lab asks for two. Empty until they are up. */
  members: z.array(Member),
})

export type State = z.infer<typeof State>
export type Member = z.infer<typeof Member>

export const stateFile = (id: string): string => join(STATE_DIRECTORY, `${id}.json`)

/**
 * Writes down a new machine.
 * @returns false where there is one of that id already
 * @throws the system's error where this user may not
 */
export const claimState = (state: State): boolean => {
  makeStateDirectory()
  // Written aside and linked: whoever reads it, at whatever moment somebody was killed, reads all of it.
  const aside = `${stateFile(state.id)}.${process.pid}`
  try {
    writeFileSync(aside, JSON.stringify(state))
    linkSync(aside, stateFile(state.id))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/** Writes anew what has been claimed, whole or not at all. */
export const writeState = (state: State): void => {
  const file = stateFile(state.id)
  writeFileSync(`${file}.new`, JSON.stringify(state))
  renameSync(`${file}.new`, file)
}

/** Undefined where there is no such machine. */
export const readState = (id: string): State | undefined => {
  try {
    return State.parse(JSON.parse(readFileSync(stateFile(id), 'utf8')))
  } catch {
    return undefined
  }
}

/** Forgets a machine, if it is known at all, and what was written aside for it by whoever was killed over it. */
export const removeState = (id: string): void => {
  for (const name of stateFiles()) {
    if (name.startsWith(`${id}.json`)) rmSync(join(STATE_DIRECTORY, name), { force: true })
  }
}

/** Ids of all that has been written down, also of what can't be read. */
export const listIds = (): string[] => [
  ...new Set(stateFiles().map((name) => name.replace(/\.json(\.\w+)?$/, ''))),
]

const stateFiles = (): string[] => {
  try {
    return readdirSync(STATE_DIRECTORY).filter((name) => name.includes('.json'))
  } catch {
    return []
  }
}

/** When a process started, in clock ticks since boot; undefined where there is none. Source: proc(5), field 22. */
export const processStart = (pid: number): string | undefined => statFields(pid)?.[19]

/** Whether a process that was written down still runs: its ID may be another's by now. */
export const runs = (process: { pid: number; started: string } | undefined): boolean =>
  process !== undefined && processStart(process.pid) === process.started

/** `runner`: a runner that works with it; `kept`: left on purpose; `orphan`: its runner was killed. */
export type Owner = 'runner' | 'kept' | 'orphan'

/** Who has a machine. */
export const ownerOf = ({
  kept,
  runner,
}: {
  kept: boolean
  runner: { pid: number; started: string }
}): Owner => (kept ? 'kept' : runs(runner) ? 'runner' : 'orphan')
