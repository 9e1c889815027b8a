import { missingNeeds } from '../../../setup/needs.js'
import { MachineError } from '../../machine.ts'

/** @throws MachineError where this computer is of another kind, or lacks what the image is built with */
export const requireCommands = (): void => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new MachineError(
      `the image of browser machines can be built on Linux on x86-64 only; this is ${process.platform} on ${process.arch}`,
      'build it on such a computer',
    )
  const built = ['mksquashfs', 'cpio', 'modprobe', 'depmod']
  const missing = [
    ...missingNeeds(['emulator', 'image']),
    ...missingNeeds(['vm']).filter(({ file }) => built.includes(file)),
  ]
  if (missing.length === 0) return
  const packages = [...new Set(missing.map((need) => need.package))]
  throw new MachineError(
    `the image of browser machines can't be built here: ${missing.map(({ file, why }) => `${file} is missing, which is needed to ${why}`).join('; ')}`,
    `sudo apt-get install --no-install-recommends ${packages.join(' ')}`,
  )
}
