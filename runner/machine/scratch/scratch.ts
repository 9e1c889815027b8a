/**
 * The `scratch` machine: namespaces over a throw-away overlay of the image, ready in well under a second.
 *
 * `keeper.sh` (on the host) holds `lan.sh` (process 1 of an outer PID namespace, and the LAN), which holds `init.sh`
 * (process 1 of the machine). All of them end when the keeper's standard input does, so a runner that is killed leaves
 * no machine behind. systemd-nspawn and a container runtime were weighed: the first wants systemd, both take longer to
 * start than the whole of this.
 */
import { release } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { spawnPty } from '../../terminal/node-pty.ts'
import { openShell } from '../../terminal/shell.ts'
import { SHELL_LINE } from '../../terminal/supervisor.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { type Execute, execute } from '../execute.ts'
import { imagesDirectory } from '../image/cache.ts'
import { type Image, readImage } from '../image/image.ts'
import { killBelow, signalChildren } from '../kill-tree.ts'
import {
  type ExecOptions,
  type Facts,
  type Keepable,
  type Machine,
  MachineError,
  type Output,
  type Size,
} from '../machine.ts'
import { isRoot, requireUserNamespace, USER_NAMESPACE } from '../rootless/user-namespace.ts'
import type { Limits } from './cgroups.ts'
import { claim, makeCgroups } from './claim.ts'
import { DROP, enter, enterTerminal } from './enter.ts'
import { type Keeper, startKeeper } from './keeper.ts'
import { factsOf, LAN, machineOf } from './members.ts'
import { requireOwnRoot } from './own-root.ts'
import { lives, readMembers } from './read-members.ts'
import { type Member, readState, removeState, type State, writeState } from './state.ts'

export interface ScratchOptions {
  image: Image
  /** The lab it is made for, for those who ask later what runs here. */
  lab?: string
  /** Starts Docker's daemon at once, beside the first commands. Otherwise it starts when it is first asked for. */
  docker?: boolean
  /** A second machine, `beta`, on the same LAN. */
  twoMachines?: boolean
  limits?: Partial<Limits>
  /** A folder for `/var/lib/docker`, where that must outlive the machine. */
  dockerData?: string
  /** A person types in its terminals too. */
  attended?: boolean
  /** What runs commands on this computer; this process does it itself unless told otherwise. */
  execute?: Execute
}

const LIMITS: Limits = { memory: 3 * 2 ** 30, disk: 2 * 2 ** 30, processes: 2048 }

const claimOf = ({ lab, image, limits }: ScratchOptions) => ({
  ...(lab ? { lab } : {}),
  image,
  processes: limits?.processes ?? LIMITS.processes,
})

/**
 * Hangs a terminal up. nsenter(1) stands on it, and is to end last: see `enter`. Once script(1) below it is gone, the
 * shell hears of the hangup; told to end, script would wait for a shell that does not listen.
 */
const hangUp = (nsenter: number, signal: 'SIGTERM' | 'SIGKILL'): void =>
  signal === 'SIGTERM' ? signalChildren(nsenter, 'SIGKILL') : killBelow(nsenter)

export class ScratchMachine implements Machine, Keepable {
  readonly kind = 'scratch'
  readonly id: string
  readonly pace = 1
  facts: Facts = {}
  readonly #options: ScratchOptions
  readonly #terminals = new Set<Terminal>()
  #state: State
  /** Undefined where another process holds the machine, or it was kept. */
  #keeper: Keeper | undefined
  #resetting: Promise<void> | undefined

  private constructor(options: ScratchOptions, state: State) {
    this.#options = options
    this.#state = state
    this.id = state.id
  }

  /**
   * Makes a machine and waits until it answers.
   * @throws MachineError where this computer can't; then nothing is left of it
   */
  static async create(options: ScratchOptions): Promise<ScratchMachine> {
    await (isRoot ? requireOwnRoot() : requireUserNamespace())
    const machine = new ScratchMachine(options, claim(claimOf(options)))
    await machine.#start()
    return machine
  }

  /**
   * Enters a machine that lives already, made by this runner or another one. To dispose of it closes its terminals;
   * the machine lives on.
   * @throws MachineError where there is none of that name
   */
  static async attach(id: string, options: { attended?: boolean } = {}): Promise<ScratchMachine> {
    const state = readState(id)
    if (!state || state.members.length === 0 || !state.members.every(lives)) {
      throw new MachineError(
        `there is no scratch machine '${id}'`,
        'labwright list --machines shows those that live',
      )
    }
    const image = await readImage(join(imagesDirectory(), state.image))
    if (!image)
      throw new MachineError(
        `the image of machine '${id}' has been removed`,
        'labwright clean ends the machine',
      )
    const machine = new ScratchMachine({ image, ...options }, state)
    machine.facts = factsOf(state.members, image.docker, release())
    return machine
  }

  async #start(): Promise<void> {
    const { image, docker = false } = this.#options
    const state = this.#state
    try {
      state.cgroups = makeCgroups(this.id, { ...LIMITS, ...this.#options.limits }, this.#names)
      this.#keeper = startKeeper(this.id, state.cgroups, this.#settings())
      state.keeper = this.#keeper.pid
      state.members = await readMembers(this.#keeper, this.#names)
      writeState(state)
    } catch (error) {
      await this.#keeper?.end()
      removeState(this.id)
      throw error
    }
    this.facts = factsOf(state.members, image.docker, release())
    if (docker)
      for (const { name } of state.members) void this.exec('start-docker', { on: name }).catch(() => {})
  }

  get #names(): string[] {
    return this.#options.twoMachines ? ['host', 'beta'] : ['host']
  }

  /** What `lan.sh` and `init.sh` ask for. */
  #settings(): Record<string, string> {
    const { image, limits, dockerData = '' } = this.#options
    return {
      LW_IMAGE: image.folder,
      LW_MACHINES: this.#names.join(' '),
      LW_LAN: LAN,
      LW_HOSTS: this.#names.map((name, index) => `${LAN}.${10 * (index + 1)} ${name}`).join('\n'),
      LW_DISK: String(limits?.disk ?? LIMITS.disk),
      LW_DOCKER_DATA: dockerData,
      LW_OVERLAY: this.#options.docker && this.#options.twoMachines ? 'yes' : '',
      LW_DROP: DROP.join(' '),
      LW_USER: USER_NAMESPACE.join(' '),
      LW_PROCESSES: String(this.#state.processes),
    }
  }

  /** @throws MachineError when the machine or the shell has gone */
  async open(terminal: string, size: Size): Promise<Terminal> {
    const member = this.#member(machineOf(terminal, this.#state.members))
    const { attended = false } = this.#options
    const [file, ...args] = enterTerminal(this.#state, member, [
      'script',
      '--quiet',
      '--flush',
      '--command',
      SHELL_LINE,
      '/dev/null',
    ])
    const opened = await openShell({
      name: terminal,
      attended,
      pty: spawnPty(file, args, { ...size, env: process.env, cwd: '/', signal: hangUp }),
      size,
      kill: (script) => this.exec(script, { on: member.name, timeout: 5000 }),
    })
    this.#terminals.add(opened)
    return opened
  }

  /** @throws MachineError when the machine has gone, or the signal's reason where that was aborted */
  async exec(script: string, options: ExecOptions = {}): Promise<Output> {
    const member = this.#member(machineOf(options.on ?? 'host', this.#state.members))
    const run = this.#options.execute ?? execute
    const output = await run(enter(this.#state, member, ['bash', '-c', script]), options, 'below')
    // What was killed may have gone with its machine, whose process 1 can take a moment longer.
    for (let tries = 0; output.exit === 137 && lives(member) && tries < 20; tries++) await sleep(10)
    if (output.exit !== 0 && !lives(member)) throw this.#gone()
    return output
  }

  #member(name: string): Member {
    const member = this.#state.members.find((each) => each.name === name)
    if (!member || !lives(member)) throw this.#gone()
    return member
  }

  #gone(): MachineError {
    return new MachineError(`machine ${this.id} has gone`, 'reset the machine, or start the lab again')
  }

  /** @throws MachineError where another process made the machine, or it was kept */
  async reset(): Promise<void> {
    if (!this.#keeper) {
      throw new MachineError(
        `machine ${this.id} was kept, and can only be used as it is`,
        'labwright clean ends it, and labwright run starts a new one',
      )
    }
    this.#resetting = (async () => {
      await this.#stop()
      this.#state = claim(claimOf(this.#options), this.id)
      await this.#start()
    })()
    await this.#resetting
  }

  /** See `Keepable`. */
  async keep(): Promise<void> {
    this.#member('host')
    this.#state.kept = true
    writeState(this.#state)
    await this.#closeTerminals()
    await this.#keeper?.release()
    this.#keeper = undefined
  }

  async #closeTerminals(): Promise<void> {
    const terminals = [...this.#terminals]
    this.#terminals.clear()
    await Promise.all(terminals.map((terminal) => terminal[Symbol.asyncDispose]()))
  }

  async #stop(): Promise<void> {
    await Promise.all([this.#closeTerminals(), this.#keeper?.end()])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resetting?.catch(() => {})
    await this.#stop()
  }
}
