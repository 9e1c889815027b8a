import { availableParallelism } from 'node:os'

/** What a VM is made with; VMs that are alike in it start from the same snapshot. */
export interface Shape {
  /** `host`, and `beta` where there are two. */
  machines: readonly string[]
  /** Docker runs from the start. */
  docker: boolean
  /** Bytes. Half of it is the machines' disk. */
  memory: number
  processors: number
  /** Processes and threads of all machines together. */
  processes: number
}

export interface Wish {
  /** Docker's daemon runs from the start. Otherwise it starts when it is first asked for. */
  docker?: boolean
  /** A second machine, `beta`, on the same LAN. */
  twoMachines?: boolean
  limits?: Partial<Pick<Shape, 'memory' | 'processors' | 'processes'>>
}

const LIMITS = { memory: 2 * 2 ** 30, processors: Math.min(2, availableParallelism()), processes: 2048 }

/** What is the same of all VMs that start from one snapshot. */
export const shapeOf = ({ docker = false, twoMachines = false, limits }: Wish): Shape => ({
  ...{ ...LIMITS, ...limits },
  docker,
  machines: twoMachines ? ['host', 'beta'] : ['host'],
})
