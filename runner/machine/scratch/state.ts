/**
 * What is written down of each scratch machine while it lives, so that another process can enter it (`--keep`) or
 * clear it away after a runner was killed.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** One directory a machine; `/run` is empty after a restart of the computer, as the machines are gone then. */
export const STATE_DIRECTORY = '/run/labwright'

const Member = z.object({
  name: z.string(),
  /** Process ID of the machine's process 1, as this computer knows it. */
  pid: z.int(),
  address: z.string(),
  mac: z.string(),
})

const State = z.object({
  id: z.string(),
  /** The lab it was made for. */
  lab: z.string().optional(),
  image: z.string(),
  /** Process ID of `keeper.sh`. */
  keeper: z.int(),
  /** The runner that made it. A process ID is given anew in time, so its start stands with it. */
  runner: z.object({ pid: z.int(), started: z.string() }),
  /** Left behind on purpose (`--keep`). */
  kept: z.boolean(),
  cgroups: z.object({
    directories: z.array(z.string()),
    keeper: z.array(z.string()),
    inside: z.record(z.string(), z.array(z.string())),
    hierarchies: z.string(),
  }),
  /** The machine, and the second one where the lab asks for two. Empty until they are up. */
  members: z.array(Member),
})

export type State = z.infer<typeof State>
export type Member = z.infer<typeof Member>

export const stateDirectory = (id: string): string => join(STATE_DIRECTORY, id)

/** Writes it whole or not at all. */
export const writeState = (state: State): void => {
  const directory = stateDirectory(state.id)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = join(directory, 'machine.json')
  writeFileSync(`${file}.new`, JSON.stringify(state))
  renameSync(`${file}.new`, file)
}

/** Undefined where there is no such machine. */
export const readState = (id: string): State | undefined => {
  try {
    return State.parse(JSON.parse(readFileSync(join(stateDirectory(id), 'machine.json'), 'utf8')))
  } catch {
    return undefined
  }
}

/** Names of all state directories, also of those that hold no state. */
export const listIds = (): string[] => {
  try {
    return readdirSync(STATE_DIRECTORY)
  } catch {
    return []
  }
}

/** When a process started, in clock ticks since boot; undefined where there is none. Source: proc(5), field 22. */
export const processStart = (pid: number): string | undefined => {
  try {
    // The name in field 2 may hold blanks and brackets: count from its end.
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19]
  } catch {
    return undefined
  }
}
