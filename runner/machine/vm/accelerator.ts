/**
 * Whether VMs run on this computer's processor (KVM), or QEMU plays one (TCG). A /dev/kvm that is there may still not work:
 * in a virtual machine whose own host half allows it, QEMU aborts, or the VM stands still. So it is tried.
 */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { execute } from '../execute.ts'
import type { System } from './system.ts'

export type Accelerator = 'kvm' | 'tcg'

export interface Choice {
  accelerator: Accelerator
  /** Why it is not KVM. */
  reason?: string
}

/** What came of the trial, which holds until this computer is started anew. */
const Tried = z.object({ boot: z.string(), fault: z.string().optional() })

const FILE = 'kvm.json'
const DEVICE = '/dev/kvm'

/** Milliseconds for a kernel to say its first word under KVM; it takes half a second. */
const PATIENCE = 8000

/** @param device the device of KVM */
export const chooseAccelerator = async (system: System, device = DEVICE): Promise<Choice> => {
  const reason = hindrance(device) ?? (await faultOfKvm(system))
  return reason === undefined ? { accelerator: 'kvm' } : { accelerator: 'tcg', reason }
}

/** What can be seen to be in the way without trying. */
export const hindrance = (device = DEVICE): string | undefined => {
  if (!existsSync(device)) return `there is no ${device}`
  try {
    accessSync(device, constants.R_OK | constants.W_OK)
    return undefined
  } catch {
    return `this user may not open ${device}: sudo usermod --append --groups kvm USER lets one, from the next login on`
  }
}

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()

const faultOfKvm = async (system: System): Promise<string | undefined> => {
  const known = await readFile(join(system.folder, FILE), 'utf8')
    .then((text) => Tried.parse(JSON.parse(text)))
    .catch(() => undefined)
  if (known?.boot === bootId()) return known.fault
  const fault = await tryKvm(system)
  await rememberFault(system, fault)
  return fault
}

/** Also of use where KVM passes the trial, and fails later. */
export const rememberFault = async (system: System, fault: string | undefined): Promise<void> => {
  const tried = { boot: bootId(), ...(fault === undefined ? {} : { fault }) }
  // Where the folder is somebody else's, each run tries for itself.
  await writeFile(join(system.folder, FILE), JSON.stringify(tried)).catch(() => {})
}

/** Boots the kernel, which greets and then finds no disk and ends. */
const tryKvm = async ({ folder }: System): Promise<string | undefined> => {
  const { stdout, stderr, exit } = await execute(
    [
      ...([
        'qemu-system-x86_64',
        '-nodefaults',
        '-no-user-config',
        '-display',
        'none',
        '-no-reboot',
      ] as const),
      ...['-machine', 'q35', '-accel', 'kvm', '-cpu', 'host', '-m', '256M', '-serial', 'stdio'],
      ...['-kernel', join(folder, 'kernel'), '-initrd', join(folder, 'initramfs')],
      ...['-append', 'console=ttyS0 quiet panic=-1'],
    ],
    { timeout: PATIENCE },
  )
  if (stdout.includes('labwright: kernel')) return undefined
  const said = stderr.trim().split('\n').at(-1)
  if (exit === undefined) return `${DEVICE} is there, but no kernel starts under it`
  return `${DEVICE} is there, but QEMU fails under it: ${said || `exit status ${exit}`}`
}
