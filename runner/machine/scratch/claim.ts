/** The first things that are made of a scratch machine: its id, what is written down of it, and its control groups. */
import { randomInt } from 'node:crypto'
import type { Image } from '../image/image.ts'
import { MachineError } from '../machine.ts'
import { isRoot } from '../rootless/user-namespace.ts'
import { type Cgroups, createCgroups, type Limits } from './cgroups.ts'
import { claimState, processStart, type State } from './state.ts'

interface Claimant {
  lab?: string
  image: Image
  /** Processes and threads that it may have. */
  processes: number
}

/** Names a machine among those of this computer, of whatever kind. */
export const newId = (): string => Array.from({ length: 5 }, () => randomInt(36).toString(36)).join('')

/**
 * A user has no control groups to give: those of this computer are root's. Inside, the kernel shows cgroup v2, of which
 * nothing can be changed.
 */
const NO_CGROUPS: Cgroups = { directories: [], hierarchies: 'v2' }

const emptyState = (id: string, { lab, image, processes }: Claimant): State => ({
  id,
  ...(lab ? { lab } : {}),
  image: image.key,
  keeper: 0,
  runner: { pid: process.pid, started: processStart(process.pid) ?? '' },
  kept: false,
  cgroups: NO_CGROUPS,
  processes,
  members: [],
})

/**
 * Writes a new machine down, under an id that no other has, or under the given one.
 * @throws MachineError where this user may not
 */
export const claim = (options: Claimant, id?: string): State => {
  try {
    for (;;) {
      const state = emptyState(id ?? newId(), options)
      if (claimState(state)) return state
      if (id) throw new Error(`machine ${id} is there already`)
    }
  } catch (error) {
    throw cannotMake(`it could not be written down: ${reason(error)}`, error)
  }
}

/**
 * None without root.
 * @throws MachineError where root may make none either
 */
export const makeCgroups = (id: string, limits: Limits, machines: string[]): Cgroups => {
  if (!isRoot) return NO_CGROUPS
  try {
    return createCgroups(`labwright-${id}`, limits, machines)
  } catch (error) {
    throw cannotMake(`no control group could be made: ${reason(error)}`, error)
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const cannotMake = (why: string, cause: unknown): MachineError =>
  new MachineError(`a scratch machine could not be made: ${why}`, 'labwright doctor says what is missing', {
    cause,
  })
