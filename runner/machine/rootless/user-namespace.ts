/**
 * Who is not root can be root in a user namespace: over themselves (user ID 0 inside) and over the range of user IDs that
 * the computer gives them in /etc/subuid. Nothing outside can be changed from there that they could not change anyway.
 * Source: user_namespaces(7), subuid(5), unshare(1).
 */
import { rm } from 'node:fs/promises'
import type { Lab } from '../../lab/lab.ts'
import { execute } from '../execute.ts'
import { MachineError } from '../machine.ts'
import { findHindrance, type Hindrance } from './hindrance.ts'

export const isRoot = process.getuid?.() === 0

/**
 * Whether a lab asks for more than we are. Root in a user namespace is not root everywhere: it makes no device and no
 * control group, and maps no users.
 */
export const lacksRoot = ({ requires }: Pick<Lab, 'requires'>): boolean =>
  !isRoot && requires.includes('root')

/** What unshare(1) is told. None for root, who needs none. */
export const USER_NAMESPACE: readonly string[] = isRoot ? [] : ['--user', '--map-root-user', '--map-auto']

/** The command that runs another as the owner of all that machines and images are made of. */
export const asOwner = (argv: readonly [string, ...string[]]): [string, ...string[]] =>
  isRoot ? [...argv] : ['unshare', ...USER_NAMESPACE, '--', ...argv]

/** Removes a folder with all that is in it, also what belongs to other user IDs of the namespace. */
export const removeOwned = async (folder: string): Promise<void> => {
  if (!isRoot) await execute(asOwner(['rm', '--recursive', '--force', '--', folder]), {})
  // Says why, where anything is left.
  await rm(folder, { recursive: true, force: true })
}

let tried: Promise<Hindrance | undefined> | undefined

/** What is in the way of a user namespace here, if anything; nothing is for root. Asked once a process. */
export const hindrance = (): Promise<Hindrance | undefined> => {
  tried ??= (async () => {
    if (isRoot) return undefined
    const { exit, stderr } = await execute(asOwner(['true']), { timeout: 5000 })
    return exit === 0 ? undefined : findHindrance(stderr)
  })()
  return tried
}

/** @throws MachineError where this user can have no user namespace: with the cause, and the command that mends it */
export const requireUserNamespace = async (): Promise<void> => {
  const found = await hindrance()
  if (found)
    throw new MachineError(
      `without root, a scratch machine can't be had here: ${found.cause}`,
      `${found.mend}\nor use a VM, which needs none: --machine vm`,
    )
}
