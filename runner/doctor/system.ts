import { release } from 'node:os'
import { MachineError } from '../machine/machine.ts'
import { requireOwnRoot } from '../machine/scratch/own-root.ts'
import type { Finding } from './finding.ts'

/** Machines are made of what Linux alone has. */
export const examineSystem = (): Finding =>
  process.platform === 'linux'
    ? {
        name: 'system',
        ok: true,
        detail: `Linux ${release()}, ${process.arch}, Node ${process.versions.node}`,
      }
    : {
        name: 'system',
        ok: false,
        detail: `${process.platform}: machines are made of Linux namespaces`,
        mend: 'run Labwright in a virtual machine, on a server, or in WSL 2 (wsl --install Debian)',
      }

export const examineRoot = (): Finding =>
  process.getuid?.() === 0
    ? { name: 'root', ok: true, detail: 'you are root, as scratch machines need for now' }
    : {
        name: 'root',
        ok: false,
        detail: 'you are not root; scratch machines need it for now, and will do without in a later version',
        mend: 'sudo npx labwright doctor',
      }

export const examineOwnRoot = async (): Promise<Finding> => {
  try {
    await requireOwnRoot()
    return { name: 'file system', ok: true, detail: 'not a chroot' }
  } catch (error) {
    if (!(error instanceof MachineError)) throw error
    return { name: 'file system', ok: false, detail: error.message, mend: error.mend }
  }
}
