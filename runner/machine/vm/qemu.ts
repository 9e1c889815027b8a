/** One QEMU: how it is called, started and ended. */
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { processEnd } from '../process-end.ts'
import { isRoot } from '../rootless/user-namespace.ts'
import { DROP } from '../scratch/enter.ts'
import { LAN } from '../scratch/members.ts'
import type { Accelerator } from './accelerator.ts'
import type { Shape } from './shape.ts'
import type { System } from './system.ts'

export interface QemuOptions {
  system: System
  shape: Shape
  accelerator: Accelerator
  /** Where its sockets are made. It is removed when QEMU ends. */
  folder: string
  /** The file that holds the VM's memory. */
  memory: string
  /** The file that holds the state of its devices: descriptor 3 of what is to be restored. */
  state: string
  /** `save`: boots, changes `memory`, and can write `state`; `restore`: goes on from both, and changes neither. */
  purpose: 'save' | 'restore'
  name: string
}

/** Doors: the first is its maker's, the other one visitors'. */
export const DOORS = ['door0', 'door1'] as const

/** A path as the value of an option of QEMU's, in which commas part the options. */
const value = (path: string): string => path.replaceAll(',', ',,')

/** Megabytes of memory that the machines may not take: the kernel's, and what lets a runner in. */
const RESERVED = 128

/** Without root, nobody can become another anyway. */
const CONFINED = isRoot
  ? ['-sandbox', 'on,obsolete=deny,spawn=deny,resourcecontrol=deny', '-runas', 'nobody']
  : ['-sandbox', 'on,obsolete=deny,spawn=deny,resourcecontrol=deny,elevateprivileges=deny']

/**
 * No network card, no disk that can be written, nothing shared: what is not here can't be used to get out. What a learner is
 * in can start no other program either, and as root, goes on as nobody and in a network namespace of its own. Source: qemu(1).
 */
export const qemuCommand = ({
  system,
  shape,
  accelerator,
  folder,
  memory,
  purpose,
  name,
}: QemuOptions): string[] => {
  const saves = purpose === 'save'
  const kernelLine = [
    ...['console=ttyS0', 'quiet', 'panic=-1', 'oops=panic', 'mitigations=off', 'init_on_alloc=0'],
    ...['random.trust_cpu=on', 'no_timer_check', 'tsc=reliable', 'rcupdate.rcu_expedited=1'],
    `"LW_MACHINES=${shape.machines.join(' ')}"`,
    `LW_LAN=${LAN}`,
    `LW_DOCKER=${shape.docker ? 'yes' : 'no'}`,
    `LW_PROCESSES=${shape.processes}`,
    'LW_EMULATED=no',
    `LW_RESERVED=${RESERVED}`,
    `"LW_DROP=${DROP.join(' ')}"`,
  ].join(' ')
  return [
    ...[
      'qemu-system-x86_64',
      '-name',
      name,
      '-nodefaults',
      '-no-user-config',
      '-display',
      'none',
      '-no-reboot',
    ],
    ...['-machine', 'q35,memory-backend=memory,usb=off,vmport=off,smbus=off,sata=off'],
    ...(accelerator === 'kvm'
      ? ['-accel', 'kvm', '-cpu', 'host']
      : // Of the processors that QEMU can play, the plainest is the quickest.
        ['-accel', 'tcg,thread=multi,tb-size=512', '-cpu', 'qemu64']),
    ...['-smp', String(shape.processors), '-m', `${shape.memory / 2 ** 20}M`],
    '-object',
    `memory-backend-file,id=memory,size=${shape.memory},mem-path=${value(memory)},share=${saves ? 'on' : 'off'}`,
    ...['-kernel', join(system.folder, 'kernel'), '-initrd', join(system.folder, 'initramfs')],
    ...['-append', kernelLine],
    ...['-drive', `file=${value(join(system.folder, 'disk'))},if=none,id=disk,format=raw,readonly=on`],
    ...['-device', 'virtio-blk-pci,drive=disk', '-device', 'virtio-serial-pci'],
    ...DOORS.flatMap((door) => [
      ...['-chardev', `socket,id=${door},path=${value(join(folder, door))},server=on,wait=off`],
      ...['-device', `virtserialport,chardev=${door},name=${door}`],
    ]),
    ...['-serial', saves ? `file:${value(join(folder, 'console'))}` : 'null'],
    ...['-qmp', `unix:${value(join(folder, 'qmp'))},server=on,wait=off`],
    ...(saves ? [] : ['-incoming', 'defer']),
    ...(saves ? [] : CONFINED),
  ]
}

/** A running QEMU, and the process that keeps it. */
export interface Qemu {
  /** Process ID of the keeper. */
  readonly pid: number
  /** Resolves when QEMU has ended, for whatever reason, with what it said on standard error. */
  readonly ended: Promise<string>
  /** Ends it, and waits until nothing is left of it. */
  end(): Promise<void>
  /** Lets it outlive this process. */
  release(): Promise<void>
}

export const startQemu = (options: QemuOptions): Qemu => {
  const state = openSync(options.purpose === 'restore' ? options.state : '/dev/null', 'r')
  const [file = '', ...args] = [
    // A PID namespace, so that QEMU ends with its keeper. Without root, the parent's death is enough: nobody becomes another.
    ...(isRoot ? ['unshare', '--net', '--pid', '--fork', '--kill-child'] : []),
    ...['sh', join(import.meta.dirname, 'keeper.sh'), options.folder],
    ...['setpriv', '--no-new-privs', '--pdeathsig=KILL', '--'],
    ...qemuCommand(options),
  ]
  // In a session of its own: Ctrl-C is for the runner, which then ends the VM in order.
  const keeper = spawn(file, args, { stdio: ['pipe', 'ignore', 'pipe', state], detached: true })
  closeSync(state)
  let said = ''
  keeper.stderr!.on('data', (chunk) => {
    // A VM that lives for days may have much to say; what it says last is of use.
    said = (said + chunk).slice(-10_000)
  })
  keeper.stdin!.on('error', () => {})
  const ended = processEnd(keeper).then(({ error }) => error ?? said)
  return {
    pid: keeper.pid ?? 0,
    ended,
    async end() {
      keeper.stdin!.end()
      await ended
    },
    async release() {
      await new Promise<void>((resolve) => keeper.stdin!.end('keep\n', resolve))
      keeper.stderr!.destroy()
      keeper.unref()
    },
  }
}

/** Aborted when QEMU has ended. */
export const endOf = (qemu: Qemu): AbortSignal => {
  const ending = new AbortController()
  void qemu.ended.then((said) => ending.abort(new Error(`QEMU has ended. ${said}`)))
  return ending.signal
}
