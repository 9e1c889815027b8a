import type { Image } from '../machine/image/image.ts'
import { MachineError } from '../machine/machine.ts'
import { ScratchMachine } from '../machine/scratch/scratch.ts'
import type { Finding } from './finding.ts'

/** Starts a scratch machine and a container in it: whatever could be in the way is met here. */
export const tryMachine = async (image: Image | undefined): Promise<Finding> => {
  if (!image) {
    return {
      name: 'machine',
      ok: 'warning',
      detail: 'can be tried once the image is built',
      mend: 'npx labwright image build',
    }
  }
  const began = Date.now()
  try {
    await using machine = await ScratchMachine.create({ image })
    const { exit, stderr } = await machine.exec('docker run --rm busybox true', { timeout: 60_000 })
    if (exit === 0)
      return {
        name: 'machine',
        ok: true,
        detail: `a container ran in a machine ${Date.now() - began} ms after the start`,
      }
    return {
      name: 'machine',
      ok: false,
      detail: `Docker failed in a machine: ${stderr.trim().split('\n')[0] || 'it took longer than a minute'}`,
      mend: 'npx labwright image build --fresh',
    }
  } catch (error) {
    if (error instanceof MachineError)
      return { name: 'machine', ok: false, detail: error.message, mend: error.mend }
    throw error
  }
}
