import { missingNeeds } from '../../setup/needs.js'
import { MachineError } from '../machine.ts'

/** @throws MachineError where this computer is of another kind, or lacks what VMs are made and run with */
export const requireCommands = (): void => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new MachineError(
      `a VM can be had on Linux on x86-64 only; this is ${process.platform} on ${process.arch}`,
      'run Labwright on such a computer',
    )
  const missing = missingNeeds(['vm'])
  if (missing.length === 0) return
  const packages = [...new Set(missing.map((need) => need.package))]
  throw new MachineError(
    `a VM can't be had here: ${missing.map(({ file, why }) => `${file} is missing, which is needed to ${why}`).join('; ')}`,
    `sudo apt-get install --no-install-recommends ${packages.join(' ')}`,
  )
}
