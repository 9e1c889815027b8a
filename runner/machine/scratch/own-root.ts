import { statSync } from 'node:fs'
import { execa } from 'execa'
import { MachineError } from '../machine.ts'

let checked: Promise<void> | undefined

/**
 * Makes sure that we stand in the root of our mount namespace and not in a chroot(2). From there pivot_root(2) would
 * leave the root of the namespace as it is, and whoever enters the namespace anew, as `docker exec` does, would stand
 * in this computer's own files. Asked once a process.
 * @throws MachineError in a chroot
 */
export const requireOwnRoot = (): Promise<void> => {
  checked ??= (async () => {
    // setns(2) puts the caller into the namespace's root, also when it is the namespace that it is in.
    const entered = await execa('nsenter', ['--mount=/proc/self/ns/mnt', 'stat', '--format=%d:%i', '/'], {
      reject: false,
    })
    const { dev, ino } = statSync('/')
    if (entered.stdout === `${dev}:${ino}`) return
    throw new MachineError(
      'this is a chroot, and a scratch machine in a chroot could reach the files outside of it',
      'run labwright outside, or enter the folder with pivot_root, systemd-nspawn or a container instead of chroot',
    )
  })()
  return checked
}
