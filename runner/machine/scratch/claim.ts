/** The first things that are made of a scratch machine: its id, what is written down of it, and its control groups. */
import { randomInt } from 'node:crypto'
import type { Image } from '../image/image.ts'
import { MachineError } from '../machine.ts'
import { type Cgroups, createCgroups, type Limits } from './cgroups.ts'
import { claimState, processStart, type State } from './state.ts'

interface Claimant {
  lab?: string
  image: Image
}

const newId = (): string => Array.from({ length: 5 }, () => randomInt(36).toString(36)).join('')

const emptyState = (id: string, { lab, image }: Claimant): State => ({
  id,
  ...(lab ? { lab } : {}),
  image: image.key,
  keeper: 0,
  runner: { pid: process.pid, started: processStart(process.pid) ?? '' },
  kept: false,
  cgroups: { directories: [], hierarchies: '' },
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

/** @throws MachineError where this user may make no control groups */
export const makeCgroups = (id: string, limits: Limits, machines: string[]): Cgroups => {
  try {
    return createCgroups(`labwright-${id}`, limits, machines)
  } catch (error) {
    throw cannotMake(`no control group could be made: ${reason(error)}`, error)
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const cannotMake = (why: string, cause: unknown): MachineError =>
  new MachineError(
    `a scratch machine could not be made: ${why}`,
    'run labwright as root; labwright doctor says what else is missing',
    { cause },
  )
