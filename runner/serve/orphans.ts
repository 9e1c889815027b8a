import { allMachines, cleanMachines } from '../machine/living.ts'

/**
 * Removes what killed runners left of their machines. Those that were kept on purpose stay.
 * @returns the ids of the machines
 */
export const removeOrphans = async (): Promise<string[]> => {
  const kept = allMachines().flatMap(({ id, of }) => (of === 'kept' ? [id] : []))
  return (await cleanMachines((id) => !kept.includes(id))).machines
}
