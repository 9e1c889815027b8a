/** What tells a VM from others that went on from the same snapshot. */
import { randomBytes } from 'node:crypto'
import type { Image } from '../image/image.ts'
import { MachineError } from '../machine.ts'
import { newId } from '../scratch/claim.ts'
import { claimVm, theProcess, type VmState } from './folder.ts'
import type { System } from './system.ts'

/** An address of one's own: unicast, and administered here. Source: IEEE 802, clause 8.4 */
export const randomMac = (): string => {
  const bytes = randomBytes(6)
  bytes[0] = (bytes[0]! & 0xfe) | 0x02
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':')
}

/** What `adopt.sh` reads. */
export const greeting = ({ members }: VmState): string =>
  [
    (Date.now() / 1000).toFixed(3),
    randomBytes(32).toString('hex'),
    ...members.flatMap(({ name, mac }) => [name, mac]),
  ].join(' ')

interface Claimant {
  lab?: string
  image: Image
  system: System
}

const claimed = (state: VmState): boolean => {
  try {
    return claimVm(state)
  } catch (error) {
    throw new MachineError(
      `a VM could not be written down: ${(error as Error).message}`,
      'labwright doctor says what is missing',
    )
  }
}

/** Writes a new VM down, under an id that no other has, or under the given one. */
export const claim = ({ lab, image, system }: Claimant, id?: string): VmState => {
  for (;;) {
    const state: VmState = {
      id: id ?? newId(),
      ...(lab ? { lab } : {}),
      image: image.key,
      system: system.folder,
      release: system.release,
      runner: theProcess(process.pid),
      kept: false,
      members: [],
    }
    if (claimed(state)) return state
    if (id) throw new MachineError(`machine ${id} is there already`, 'labwright clean ends it')
  }
}
