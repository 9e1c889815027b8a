/**
 * A VM as it is once all of it is up, from which others go on: the memory of the machine in one file, the state of its devices
 * in another. QEMU maps the memory privately, so a VM has at once what the file holds, takes of this computer's memory only
 * what it changes, and shares the rest with all others. That is why the file is not compressed; where nothing stands, it is
 * sparse. Source: qemu(1), memory-backend-file; QMP, x-ignore-shared.
 */
import { createHash } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { quote } from '../../terminal/quote.ts'
import { ownCacheDirectory } from '../image/cache.ts'
import { ensureFolder, removeFolder } from '../image/whole-folder.ts'
import { MachineError } from '../machine.ts'
import { type Accelerator, chooseAccelerator, rememberFault } from './accelerator.ts'
import { Connection } from './connection.ts'
import { Fingerprints, fingerprints, matches } from './fingerprint.ts'
import { requireCommands } from './needs.ts'
import { DOORS, type Qemu, type Shape, startQemu } from './qemu.ts'
import { Qmp } from './qmp.ts'
import { GUEST, type System } from './system.ts'

export interface Snapshot {
  folder: string
  accelerator: Accelerator
}

interface Making {
  /** Told what takes long. */
  progress: (what: string) => void
  /** Gives up. */
  signal?: AbortSignal
}

const Metadata = z.object({ accelerator: z.enum(['kvm', 'tcg']), files: Fingerprints })

/** Milliseconds until a VM that does not come up is given up; without KVM it takes one or two tens of seconds on a quiet computer. */
const BOOT_TIMEOUT = 600_000

/**
 * Finds the snapshot of a shape, or boots a VM and saves it. One that has been damaged is made again.
 * @throws MachineError where no VM comes up
 */
export const ensureSnapshot = async (
  system: System,
  shape: Shape,
  { progress, signal }: Making,
): Promise<Snapshot> => {
  requireCommands()
  const { accelerator, reason } = await chooseAccelerator(system)
  const target = join(snapshotsDirectory(system), await keyOf(system, shape, accelerator))
  const fill = async (folder: string): Promise<void> => {
    progress(
      `a VM with ${shape.docker ? 'Docker' : 'no Docker'}, ${shape.machines.length === 1 ? 'one machine' : 'two machines'}${reason ? ` (emulated: ${reason.split(':')[0]})` : ''}`,
    )
    await boot(system, shape, accelerator, folder, signal)
  }
  try {
    return await ensureFolder(target, {
      read: readSnapshot,
      fill,
      onWait: () => progress('waiting for another VM to come up'),
    })
  } catch (error) {
    if (accelerator === 'tcg' || !(error instanceof MachineError)) throw error
    await rememberFault(system, `a VM did not come up under KVM: ${error.message}`)
    return ensureSnapshot(system, shape, { progress, ...(signal ? { signal } : {}) })
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
  const qemu = await stat('/usr/bin/qemu-system-x86_64').catch(() => undefined)
  const parts = [system.key, shape, accelerator, qemu?.size, qemu?.mtimeMs]
  const hash = createHash('sha256').update(JSON.stringify(parts))
  for (const name of ['qemu.ts', 'snapshot.ts']) hash.update(await readFile(join(import.meta.dirname, name)))
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

/** Boots a VM and saves it. */
const boot = async (
  system: System,
  shape: Shape,
  accelerator: Accelerator,
  folder: string,
  given?: AbortSignal,
): Promise<void> => {
  // Removed with QEMU, by its keeper.
  const sockets = join(folder, 'qemu')
  await mkdir(sockets)
  const [memory, state] = [join(folder, 'memory'), join(folder, 'state')]
  const qemu = startQemu({
    ...{ system, shape, accelerator, folder: sockets, memory, state },
    ...{ purpose: 'save', name: 'labwright-snapshot' },
  })
  const signal = AbortSignal.any([AbortSignal.timeout(BOOT_TIMEOUT), endOf(qemu), ...(given ? [given] : [])])
  try {
    const hasSaid = (what: string) => waitFor(join(sockets, 'console'), what, signal)
    await hasSaid('labwright: ready')
    await warm(system, shape, sockets, signal)
    // Who is saved in the middle of a talk takes the next one's first words for a part of it.
    await hasSaid('labwright: door closed')
    using qmp = await Qmp.connect(join(sockets, 'qmp'), signal)
    await qmp.ask('stop')
    await qmp.ask('migrate-set-capabilities', {
      capabilities: [{ capability: 'x-ignore-shared', state: true }],
    })
    await qmp.ask('migrate', { uri: `exec:cat >${quote(state)}` })
    await qmp.askUntil('query-migrate', ({ status }) => {
      if (status === 'failed') throw new Error('QEMU could not write its state')
      return status === 'completed'
    })
  } catch (error) {
    const console = await readFile(join(sockets, 'console'), 'utf8').catch(() => '')
    await qemu.end()
    given?.throwIfAborted()
    const said = [(await qemu.ended).trim().split('\n').at(-1), console.trim().split('\n').at(-1)].filter(
      Boolean,
    )
    throw new MachineError(
      `a VM did not come up: ${said.join('; ') || (error as Error).message}`,
      'labwright doctor says what this computer lacks',
      { cause: error },
    )
  }
  await qemu.end()
  await rm(sockets, { recursive: true, force: true })
  for (const name of ['memory', 'state']) {
    await using file = await open(join(folder, name))
    await file.sync()
  }
  const files = await fingerprints(folder, ['memory', 'state'])
  await writeFile(join(folder, 'snapshot.json'), JSON.stringify({ accelerator, files }))
}

/** Aborted when QEMU has ended. */
export const endOf = (qemu: Qemu): AbortSignal => {
  const ending = new AbortController()
  void qemu.ended.then((said) => ending.abort(new Error(`QEMU has ended. ${said}`)))
  return ending.signal
}

const waitFor = async (console: string, what: string, signal: AbortSignal): Promise<void> => {
  while (!(await readFile(console, 'utf8').catch(() => '')).includes(what)) {
    signal.throwIfAborted()
    await sleep(100)
  }
}

/** What the first commands would wait for is done once: keys made, files read. */
const warm = async (system: System, shape: Shape, sockets: string, signal: AbortSignal): Promise<void> => {
  using connection = await Connection.open({
    path: join(sockets, DOORS[0]),
    key: await readFile(join(system.folder, 'key'), 'utf8'),
    signal,
  })
  for (const machine of shape.machines) {
    const channel = await connection.start([
      `${GUEST}/enter.sh`,
      machine,
      'bash',
      '-c',
      'script -qc true /dev/null; ip -brief address; perl -e 1',
    ])
    channel.resume()
    channel.stderr.resume()
    await new Promise((resolve) => channel.on('close', resolve))
  }
}
