import { missingNeeds } from '../../../setup/needs.js'
import { requireNeeds } from '../../needs.ts'

/** What VMs need too. */
const OF_VMS = ['mksquashfs', 'cpio', 'modprobe', 'depmod']

/** @throws MachineError where this computer is of another kind, or lacks what the image is built with */
export const requireCommands = (): void =>
  requireNeeds(
    {
      only: 'the image of browser machines can be built',
      not: "the image of browser machines can't be built",
      elsewhere: 'build it on such a computer',
    },
    [
      ...missingNeeds(['emulator', 'image']),
      ...missingNeeds(['vm']).filter(({ file }) => OF_VMS.includes(file)),
    ],
  )
