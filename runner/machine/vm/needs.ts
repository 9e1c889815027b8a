import { missingNeeds } from '../../setup/needs.js'
import { requireNeeds } from '../needs.ts'

/** @throws MachineError where this computer is of another kind, or lacks what VMs are made and run with */
export const requireCommands = (): void =>
  requireNeeds(
    {
      only: 'a VM can be had',
      not: "a VM can't be had",
      elsewhere: 'run Labwright on such a computer',
    },
    missingNeeds(['vm']),
  )
