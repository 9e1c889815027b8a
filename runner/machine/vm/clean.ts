/** Removes VMs that nobody works with. */
import { setTimeout as sleep } from 'node:timers/promises'
import { send } from '../kill-tree.ts'
import { type Owner, ownerOf, runs } from '../scratch/state.ts'
import { listVms, readVm, removeBootFolders, removeVm, type VmState } from './folder.ts'

/** A VM that has been written down, and who has it. */
export interface LivingVm {
  id: string
  state: VmState
  of: Owner
}

/** All VMs of this user that have written themselves down. */
export const livingVms = (): LivingVm[] =>
  listVms().flatMap((id) => {
    const state = readVm(id)
    if (!state) return []
    return [{ id, state, of: ownerOf(state) }]
  })

/**
 * Ends all VMs that no living runner works with, kept ones too, and removes what is left of dead ones. The VM of a runner
 * that was killed has ended with it, unless somebody killed what keeps it too.
 * @param chosen tells by their ids the VMs that are meant
 * @returns their ids
 */
export const cleanVms = async (chosen: (id: string) => boolean): Promise<string[]> => {
  removeBootFolders()
  const ids = listVms().filter(chosen)
  // One that can't be read may be being written; a second later it is not.
  if (ids.some((id) => !readVm(id))) await sleep(1000)
  const inUse = new Set(livingVms().flatMap(({ id, of }) => (of === 'runner' ? [id] : [])))
  const doomed = ids.filter((id) => !inUse.has(id))
  for (const id of doomed) {
    const keeper = readVm(id)?.keeper
    if (keeper && runs(keeper)) send(keeper.pid, 'SIGKILL')
    for (let tries = 0; runs(keeper) && tries < 500; tries++) await sleep(10)
    removeVm(id)
  }
  return doomed
}
