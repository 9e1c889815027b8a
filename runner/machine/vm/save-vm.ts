import { open, readFile, rm, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { quote } from '../../terminal/quote.ts'
import { MachineError } from '../machine.ts'
import type { Accelerator } from './accelerator.ts'
import { GUEST } from './build-system.ts'
import { Connection } from './connection.ts'
import { makeBootFolder } from './folder.ts'
import { DOORS, endOf, startQemu } from './qemu.ts'
import { Qmp } from './qmp.ts'
import type { Shape } from './shape.ts'
import type { System } from './system.ts'

/** Milliseconds until a VM that does not come up is given up; without KVM it takes one or two tens of seconds on a quiet computer. */
const BOOT_TIMEOUT = 600_000

/**
 * Boots a VM and saves it: the files `memory` and `state` in a folder.
 * @throws MachineError where it does not come up, with what it said last
 */
export const saveVm = async (
  system: System,
  shape: Shape,
  accelerator: Accelerator,
  folder: string,
  given?: AbortSignal,
): Promise<void> => {
  await requireSpace(folder)
  // Removed with QEMU, by its keeper.
  const sockets = makeBootFolder()
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
      if (status === 'failed' || status === 'cancelled') throw new Error('QEMU could not write its state')
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
}

/** Bytes that a snapshot takes, and some more: without a place for what it writes, a VM ends with a bus error. */
const SPACE = 1.5e9

const requireSpace = async (folder: string): Promise<void> => {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize >= SPACE) return
  throw new MachineError(
    `a VM could not be saved: ${(SPACE / 1e9).toFixed(1)} GB are needed in ${dirname(folder)}, and ${((bavail * bsize) / 1e9).toFixed(1)} GB are free`,
    'make room: labwright image remove removes images of older recipes',
  )
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
