import { release } from 'node:os'
import { MachineError } from '../machine/machine.ts'
import { hindrance, isRoot } from '../machine/rootless/user-namespace.ts'
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

/** Whether this user can have machines at all: root can, others where the computer lets them have a user namespace. */
export const examineUser = async (): Promise<Finding> => {
  if (isRoot) return { name: 'user', ok: true, detail: 'root' }
  const found = await hindrance()
  return found
    ? {
        name: 'user',
        ok: false,
        detail: `not root, and no user namespace can be had: ${found.cause}`,
        mend: found.mend,
      }
    : { name: 'user', ok: true, detail: 'not root; machines lie in a user namespace' }
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
