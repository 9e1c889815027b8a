/**
 * The `vm` machine: scratch machines inside a QEMU, with a kernel of their own. What a learner does to it, it does to nothing
 * else. It goes on from a snapshot in which all of it is up; two machines of a lab share one VM, and the LAN in it.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientChannel } from 'ssh2'
import { openShell } from '../../terminal/shell.ts'
import { SHELL_LINE } from '../../terminal/supervisor.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { imagesDirectory } from '../image/cache.ts'
import { type Image, readImage } from '../image/image.ts'
import {
  type ExecOptions,
  type Facts,
  type Keepable,
  type Machine,
  MachineError,
  type Output,
  type Size,
} from '../machine.ts'
import { DROP, ENVIRONMENT } from '../scratch/enter.ts'
import { factsOf, LAN, machineOf } from '../scratch/members.ts'
import { runs } from '../scratch/state.ts'
import { GUEST } from './build-system.ts'
import { Connection } from './connection.ts'
import { readVm, removeVm, theProcess, type VmState, vmFolder, writeVm } from './folder.ts'
import { claim, greeting, randomMac } from './identity.ts'
import { measurePace } from './pace.ts'
import { DOORS, type Qemu } from './qemu.ts'
import { restore } from './restore.ts'
import { runScript } from './run-script.ts'
import { shapeOf, type Wish } from './shape.ts'
import type { System } from './system.ts'
import { channelPty } from './terminal.ts'

export interface VmOptions extends Wish {
  image: Image
  system: System
  /** The lab it is made for, for those who ask later what runs here. */
  lab?: string
  /** A person types in its terminals too. */
  attended?: boolean
  /** Told what takes long: a VM is booted once for each kind of lab. */
  progress?: (what: string) => void
  /** Gives up to make it. */
  signal?: AbortSignal
}

/** Milliseconds for a visitor to be let in, also on a busy computer. */
const VISIT_TIMEOUT = 60_000

/** Milliseconds for a command to be ended that does not end. */
const KILL_TIMEOUT = 30_000

const INSIDE = [
  ...[...DROP, '--pdeathsig=KILL', '--', 'env', '-i', '-C', '/root'],
  ...Object.entries(ENVIRONMENT).map(([name, value]) => `${name}=${value}`),
]

export class VmMachine implements Machine, Keepable {
  readonly kind = 'vm'
  readonly id: string
  facts: Facts = {}
  pace = 1
  readonly #options: VmOptions
  readonly #terminals = new Set<Terminal>()
  #state: VmState
  #connection: Connection | undefined
  /** Undefined where another process holds the VM, or it was kept. */
  #qemu: Qemu | undefined
  #resetting: Promise<void> | undefined

  private constructor(options: VmOptions, state: VmState) {
    this.#options = options
    this.#state = state
    this.id = state.id
  }

  /**
   * Makes a machine and waits until it answers.
   * @throws MachineError where this computer can't; then nothing is left of it
   */
  static async create(options: VmOptions): Promise<VmMachine> {
    const machine = new VmMachine(options, claim(options))
    await machine.#start()
    return machine
  }

  /**
   * Enters a VM that lives already. To dispose of it closes its terminals; the VM lives on.
   * @throws MachineError where there is none of that name, or it is being visited already
   */
  static async attach(id: string, options: Pick<VmOptions, 'attended'> = {}): Promise<VmMachine> {
    const state = readVm(id)
    if (!state || !runs(state.keeper) || state.members.length === 0)
      throw new MachineError(`there is no VM '${id}'`, 'labwright list --machines shows those that live')
    const image = await readImage(join(imagesDirectory(), state.image))
    if (!image)
      throw new MachineError(
        `the image of machine '${id}' has been removed`,
        'labwright clean ends the machine',
      )
    const system = { key: '', folder: state.system, release: state.release, made: '' }
    const machine = new VmMachine({ image, system, ...options }, state)
    await machine.#visit()
    return machine
  }

  async #start(): Promise<void> {
    const { system, progress = () => {}, signal } = this.#options
    const shape = shapeOf(this.#options)
    const state = this.#state
    state.members = shape.machines.map((name, index) => ({
      name,
      address: `${LAN}.${10 * (index + 1)}`,
      mac: randomMac(),
    }))
    try {
      const restored = await restore({
        system,
        shape,
        id: this.id,
        progress,
        greeting: () => greeting(state),
        ...(signal ? { signal } : {}),
      })
      this.#qemu = restored.qemu
      this.#connection = restored.connection
      state.keeper = theProcess(restored.qemu.pid)
      writeVm(state)
      await this.#getToKnow()
    } catch (error) {
      await this.#stop()
      removeVm(this.id)
      throw error
    }
  }

  async #visit(): Promise<void> {
    const path = join(vmFolder(this.id), DOORS[1])
    try {
      const key = await readFile(join(this.#state.system, 'key'), 'utf8')
      this.#connection = await Connection.open({ path, key, signal: AbortSignal.timeout(VISIT_TIMEOUT) })
    } catch (error) {
      throw new MachineError(
        `VM ${this.id} lets nobody in: one visitor at a time can be there`,
        'end the other one, then try again',
        { cause: error },
      )
    }
    await this.#getToKnow()
  }

  async #getToKnow(): Promise<void> {
    const { members, release } = this.#state
    this.facts = factsOf(members, this.#options.image.docker, release)
    this.pace = await measurePace(this)
  }

  /** @throws MachineError when the machine or the shell has gone */
  async open(terminal: string, size: Size): Promise<Terminal> {
    const { attended = false } = this.#options
    const machine = machineOf(terminal, this.#state.members)
    const shell = ['script', '--quiet', '--flush', '--command', SHELL_LINE, '/dev/null']
    const channel = await this.#enter([machine, ...INSIDE, ...shell], { size })
    const opened = await openShell({
      name: terminal,
      attended,
      pty: channelPty(channel, this.#kill),
      size,
      kill: (script) => this.exec(script, { on: machine, timeout: KILL_TIMEOUT }),
      timeout: 30_000 * this.pace,
    })
    this.#terminals.add(opened)
    return opened
  }

  /** @throws MachineError when the machine has gone, or the signal's reason where that was aborted */
  async exec(script: string, options: ExecOptions = {}): Promise<Output> {
    options.signal?.throwIfAborted()
    const machine = machineOf(options.on ?? 'host', this.#state.members)
    const { timeout, signal } = options
    const within = timeout ? AbortSignal.timeout(timeout) : undefined
    const over = [signal, within].filter((each) => each !== undefined)
    let output: Output | undefined
    try {
      const channel = await this.#enter([machine, '--script', ...INSIDE], { signal: AbortSignal.any(over) })
      output = await runScript(channel, script, options, this.#kill)
    } catch (error) {
      // Its time was up before it began.
      if (error !== within?.reason) throw error
      output = { stdout: '', stderr: '', exit: undefined }
    }
    if (!output || (output.exit !== 0 && this.#connection?.gone.aborted)) throw this.#gone()
    return output
  }

  async #enter(argv: string[], options: { size?: Size; signal?: AbortSignal }): Promise<ClientChannel> {
    try {
      if (!this.#connection) throw this.#gone()
      return await this.#connection.start([`${GUEST}/enter.sh`, ...argv], options)
    } catch (error) {
      throw this.#connection?.gone.aborted ? this.#gone(error) : error
    }
  }

  readonly #kill = (pid: string): void => {
    this.#connection
      ?.start([`${GUEST}/end.sh`, pid])
      .then((channel) => channel.resume())
      .catch(() => {})
  }

  #gone(cause?: unknown): MachineError {
    return new MachineError(
      `machine ${this.id} has gone: its VM has ended`,
      'reset the machine, or start the lab again',
      { cause },
    )
  }

  /** @throws MachineError where another process made the machine, or it was kept */
  async reset(): Promise<void> {
    if (!this.#qemu) {
      throw new MachineError(
        `machine ${this.id} was kept, and can only be used as it is`,
        'labwright clean ends it, and labwright run starts a new one',
      )
    }
    this.#resetting ??= (async () => {
      await this.#stop()
      this.#state = claim(this.#options, this.id)
      await this.#start()
    })().finally(() => {
      this.#resetting = undefined
    })
    await this.#resetting
  }

  /** See `Keepable`. */
  async keep(): Promise<void> {
    if (!this.#qemu || !this.#connection || this.#connection.gone.aborted) throw this.#gone()
    this.#state.kept = true
    writeVm(this.#state)
    await this.#closeTerminals()
    this.#connection[Symbol.dispose]()
    await this.#qemu.release()
    this.#qemu = undefined
  }

  async #closeTerminals(): Promise<void> {
    const terminals = [...this.#terminals]
    this.#terminals.clear()
    await Promise.all(terminals.map((terminal) => terminal[Symbol.asyncDispose]()))
  }

  async #stop(): Promise<void> {
    // A VM that ends takes its terminals along.
    if (!this.#qemu) await this.#closeTerminals()
    this.#connection?.[Symbol.dispose]()
    await this.#qemu?.end()
    // Its keeper does that, unless somebody killed it.
    if (this.#qemu) removeVm(this.id)
    await this.#closeTerminals()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resetting?.catch(() => {})
    await this.#stop()
  }
}
