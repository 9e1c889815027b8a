/** The machines that live on this computer, of whatever kind. */
import { cleanScratch, livingMachines } from './scratch/clean.ts'
import type { Owner } from './scratch/state.ts'
import { cleanVms, livingVms } from './vm/clean.ts'

export interface LivingMachine {
  /** What `--machine` takes: `scratch:k3f9x`, `vm:p0d2q`. */
  name: string
  id: string
  /** The lab it was made for. */
  lab: string | undefined
  /** The image it stands on. */
  image: string
  of: Owner
  /** Process ID of the runner that made it. */
  runner: number
  /** It is up. */
  ready: boolean
}

export const allMachines = (): LivingMachine[] => [
  ...livingMachines().map((each) => described('scratch', each)),
  ...livingVms().map((each) => described('vm', each)),
]

interface Described {
  id: string
  of: LivingMachine['of']
  state: { lab?: string | undefined; image: string; runner: { pid: number }; members: readonly unknown[] }
}

const described = (kind: 'scratch' | 'vm', { id, of, state }: Described): LivingMachine => ({
  name: `${kind}:${id}`,
  id,
  lab: state.lab,
  image: state.image,
  of,
  runner: state.runner.pid,
  ready: state.members.length > 0,
})

/** What `cleanMachines` removed. */
export interface Cleaned {
  machines: string[]
  cgroups: number
  processes: number
}

/**
 * Ends all machines that no living runner works with, kept ones too, and removes what is left of dead ones.
 * @param chosen tells by their ids the machines that are meant; all are unless told otherwise
 */
export const cleanMachines = async (chosen: (id: string) => boolean = () => true): Promise<Cleaned> => {
  const scratch = await cleanScratch(chosen)
  const vms = await cleanVms(chosen)
  return { ...scratch, machines: [...scratch.machines, ...vms] }
}
