/**
 * A VM as it is once all of it is up, from which others go on: the memory of the machine in one file, the state of its devices
 * in another. QEMU maps the memory privately, so a VM has at once what the file holds, takes of this computer's memory only
 * what it changes, and shares the rest with all others. That is why the file is not compressed; where nothing stands, it is
 * sparse. Source: qemu(1), memory-backend-file; QMP, x-ignore-shared.
 */
import { createHash } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { findNeed } from '../../setup/needs.js'
import { ownCacheDirectory } from '../image/cache.ts'
import { ensureFolder, removeFolder } from '../image/whole-folder.ts'
import { MachineError } from '../machine.ts'
import { type Accelerator, type Choice, chooseAccelerator, rememberFault } from './accelerator.ts'
import { Fingerprints, fingerprints, matches } from './fingerprint.ts'
import { requireCommands } from './needs.ts'
import { saveVm } from './save-vm.ts'
import type { Shape } from './shape.ts'
import type { System } from './system.ts'

export interface Snapshot {
  folder: string
  accelerator: Accelerator
}

interface Making {
  /** Told what takes long. */
  progress: (what: string) => void
  /** Gives up. */
  signal?: AbortSignal
  /** Without KVM, also where that looks as if it worked. */
  emulated?: boolean
}

const Metadata = z.object({ accelerator: z.enum(['kvm', 'tcg']), files: Fingerprints })

/**
 * Finds the snapshot of a shape, or boots a VM and saves it. One that has been damaged is made again.
 * @throws MachineError where no VM comes up
 */
export const ensureSnapshot = async (
  system: System,
  shape: Shape,
  { progress, signal, emulated }: Making,
): Promise<Snapshot> => {
  requireCommands()
  const { accelerator, reason }: Choice = emulated
    ? { accelerator: 'tcg', reason: 'nothing came up under KVM' }
    : await chooseAccelerator(system)
  const target = join(snapshotsDirectory(system), await keyOf(system, shape, accelerator))
  const fill = async (folder: string): Promise<void> => {
    progress(
      `a VM with ${shape.docker ? 'Docker' : 'no Docker'}, ${shape.machines.length === 1 ? 'one machine' : 'two machines'}${reason ? ` (emulated: ${reason.split(':')[0]})` : ''}`,
    )
    await saveVm(system, shape, accelerator, folder, signal)
    const files = await fingerprints(folder, ['memory', 'state'])
    await writeFile(join(folder, 'snapshot.json'), JSON.stringify({ accelerator, files }))
  }
  try {
    return await ensureFolder(target, {
      read: readSnapshot,
      fill,
      onWait: () => progress('waiting for another VM to come up'),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (accelerator === 'tcg' || !(error instanceof MachineError)) throw error
    await rememberFault(system, `a VM did not come up under KVM: ${error.message}`)
    return ensureSnapshot(system, shape, { progress, emulated: true, ...(signal ? { signal } : {}) })
  }
}

/** Beside the system, or, where that is somebody else's, in this user's own cache. */
const snapshotsDirectory = ({ folder, key }: System): string => {
  try {
    accessSync(folder, constants.W_OK)
    return join(folder, 'snapshots')
  } catch {
    return join(ownCacheDirectory(), 'vm', key, 'snapshots')
  }
}

/** Removes a snapshot that no VM could be made of. */
export const discardSnapshot = ({ folder }: Snapshot): Promise<void> => removeFolder(folder, () => {})

const keyOf = async (system: System, shape: Shape, accelerator: Accelerator): Promise<string> => {
  // QEMU reads only what was written by one like it.
  const qemu = await stat(findNeed({ file: 'qemu-system-x86_64' }) ?? '').catch(() => undefined)
  const parts = [system.key, system.made, shape, accelerator, qemu?.size, qemu?.mtimeMs]
  const hash = createHash('sha256').update(JSON.stringify(parts))
  for (const name of ['qemu.ts', 'save-vm.ts']) hash.update(await readFile(join(import.meta.dirname, name)))
  return hash.digest('hex').slice(0, 12)
}

const readSnapshot = async (folder: string): Promise<Snapshot | undefined> => {
  try {
    const { accelerator, files } = Metadata.parse(
      JSON.parse(await readFile(join(folder, 'snapshot.json'), 'utf8')),
    )
    return (await matches(folder, files)) ? { folder, accelerator } : undefined
  } catch {
    return undefined
  }
}
