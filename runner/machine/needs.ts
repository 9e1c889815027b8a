import type { Need } from '../setup/needs.js'
import { MachineError } from './machine.ts'

/**
 * @param what completes '… on Linux on x86-64 only' and '… here'
 * @param elsewhere what is done on a computer of another kind
 * @param missing what this one lacks
 * @throws MachineError where this computer is of another kind, or lacks anything
 */
export const requireNeeds = (
  what: { only: string; not: string; elsewhere: string },
  missing: readonly Need[],
): void => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new MachineError(
      `${what.only} on Linux on x86-64 only; this is ${process.platform} on ${process.arch}`,
      what.elsewhere,
    )
  if (missing.length === 0) return
  const packages = [...new Set(missing.map((need) => need.package))]
  throw new MachineError(
    `${what.not} here: ${missing.map(({ file, why }) => `${file} is missing, which is needed to ${why}`).join('; ')}`,
    `sudo apt-get install --no-install-recommends ${packages.join(' ')}`,
  )
}
