import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MachineError } from '../machine.ts'
import { rememberFault } from './accelerator.ts'
import { Connection } from './connection.ts'
import { vmFolder } from './folder.ts'
import { DOORS, endOf, type Qemu, startQemu } from './qemu.ts'
import { Qmp } from './qmp.ts'
import type { Shape } from './shape.ts'
import { discardSnapshot, ensureSnapshot, type Snapshot } from './snapshot.ts'
import type { System } from './system.ts'

interface Restoring {
  system: System
  shape: Shape
  id: string
  /** Told what takes long. */
  progress: (what: string) => void
  /** What the VM is told first: the time, among others. */
  greeting: () => string
  /** Gives up. */
  signal?: AbortSignal
}

export interface Restored {
  qemu: Qemu
  connection: Connection
}

/** Milliseconds for a VM to go on and answer; a second is usual without KVM, on a quiet computer. */
const TIMEOUT = 120_000

/**
 * Makes a VM go on from the snapshot of its shape. A snapshot that nothing goes on from is made again, once; where KVM is in
 * use, the VM is then emulated.
 * @throws MachineError where that does not help
 */
export const restore = async (options: Restoring): Promise<Restored> => {
  const { system, shape, progress } = options
  for (let tries = 0; ; tries++) {
    // Twice under KVM, then without.
    const snapshot = await ensureSnapshot(system, shape, { ...options, emulated: tries > 1 })
    try {
      return await goOn(snapshot, options)
    } catch (error) {
      options.signal?.throwIfAborted()
      const why = reason(error)
      if (tries > 0 && snapshot.accelerator === 'tcg')
        throw new MachineError(
          `a VM did not start: ${why}`,
          'labwright doctor says what this computer lacks',
          {
            cause: error,
          },
        )
      progress(`the snapshot is of no use (${why}): it is made again`)
      if (tries === 0) await discardSnapshot(snapshot)
      else await rememberFault(system, `a VM did not go on under KVM: ${why}`)
    }
  }
}

const reason = (error: unknown): string => {
  const { message, name } = error as Error
  return name === 'TimeoutError' ? `it did not answer within ${TIMEOUT / 1000} s` : message.trim()
}

const goOn = async (
  { folder: saved, accelerator }: Snapshot,
  { system, shape, id, greeting, signal: given }: Restoring,
): Promise<Restored> => {
  const folder = vmFolder(id)
  // The keeper of a QEMU that failed took it away.
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const qemu = startQemu({
    ...{ system, shape, accelerator, folder, purpose: 'restore', name: `labwright-${id}` },
    ...{ memory: join(saved, 'memory'), state: join(saved, 'state') },
  })
  const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT), endOf(qemu), ...(given ? [given] : [])])
  try {
    using qmp = await Qmp.connect(join(folder, 'qmp'), signal)
    await qmp.ask('migrate-set-capabilities', {
      capabilities: [{ capability: 'x-ignore-shared', state: true }],
    })
    await qmp.ask('migrate-incoming', { uri: 'fd:3' })
    await qmp.askUntil('query-status', ({ status }) => status !== 'inmigrate')
    await qmp.ask('cont')
    const key = await readFile(join(system.folder, 'key'), 'utf8')
    const connection = await Connection.open({
      path: join(folder, DOORS[0]),
      key,
      greeting: greeting(),
      signal,
    })
    return { qemu, connection }
  } catch (error) {
    await qemu.end()
    throw signal.aborted ? signal.reason : error
  }
}
