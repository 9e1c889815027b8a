import { cleanScratch, livingMachines } from '../machine/scratch/clean.ts'

/**
 * Removes what killed runners left of their machines. Those that were kept on purpose stay.
 * @returns the ids of the machines
 */
export const removeOrphans = async (): Promise<string[]> => {
  const kept = livingMachines().flatMap(({ id, of }) => (of === 'kept' ? [id] : []))
  return (await cleanScratch((id) => !kept.includes(id))).machines
}
