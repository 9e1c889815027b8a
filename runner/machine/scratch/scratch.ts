/**
 * The `scratch` machine: namespaces over a throw-away overlay of the image, ready in well under a second.
 *
 * `keeper.sh` (on the host) holds `lan.sh` (process 1 of an outer PID namespace, and the LAN), which holds `init.sh`
 * (process 1 of the machine). All of them end when the keeper's standard input does, so a runner that is killed leaves
 * no machine behind. systemd-nspawn and a container runtime were weighed: the first wants systemd, both take longer to
 * start than the whole of this.
 */
import { randomInt } from 'node:crypto'
import { release } from 'node:os'
import { join } from 'node:path'
import { spawnPty } from '../../terminal/node-pty.ts'
import { openShell } from '../../terminal/shell.ts'
import { SHELL_LINE } from '../../terminal/supervisor.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { execute } from '../execute.ts'
import { imagesDirectory } from '../image/cache.ts'
import { type Image, readImage } from '../image/image.ts'
import {
  type ExecOptions,
  type Facts,
  type Machine,
  MachineError,
  type Output,
  type Size,
} from '../machine.ts'
import { type Cgroups, createCgroups, type Limits } from './cgroups.ts'
import { DROP, enter } from './enter.ts'
import { type Keeper, startKeeper } from './keeper.ts'
import { type Member, processStart, readState, type State, stateDirectory, writeState } from './state.ts'

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
}

const LIMITS: Limits = { memory: 3 * 2 ** 30, disk: 2 * 2 ** 30, processes: 2048 }

/** The LAN is each machine's own and joined to nothing, so all have the same addresses. */
const LAN = '10.77.0'

/** Seconds until a machine that says nothing is given up. A busy computer may need a few. */
const START_TIMEOUT = 30

const newId = (): string => Array.from({ length: 5 }, () => randomInt(36).toString(36)).join('')

export class ScratchMachine implements Machine {
  readonly kind = 'scratch'
  readonly id: string
  facts: Facts = {}
  readonly #options: ScratchOptions
  readonly #terminals = new Set<Terminal>()
  #state: State
  #keeper: Keeper | undefined

  private constructor(options: ScratchOptions, state: State) {
    this.#options = options
    this.#state = state
    this.id = state.id
  }

  /**
   * Makes a machine and waits until it answers.
   * @throws MachineError where this computer can't
   */
  static async create(options: ScratchOptions): Promise<ScratchMachine> {
    const id = newId()
    const machine = new ScratchMachine(options, emptyState(id, options))
    await machine.#start()
    return machine
  }

  /**
   * Enters a machine that lives already, made by this runner or another one.
   * @throws MachineError where there is none of that name
   */
  static async attach(id: string, options: { attended?: boolean } = {}): Promise<ScratchMachine> {
    const state = readState(id)
    if (!state || state.members.length === 0) {
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
    machine.facts = factsOf(state.members, image)
    return machine
  }

  async #start(): Promise<void> {
    const { image, twoMachines = false, docker = false } = this.#options
    const limits = { ...LIMITS, ...this.#options.limits }
    const state = emptyState(this.id, this.#options)
    const names = twoMachines ? ['host', 'beta'] : ['host']
    const cgroups = makeCgroups(this.id, limits, names)
    state.cgroups = cgroups
    this.#state = state
    const keeper = startKeeper(stateDirectory(this.id), cgroups.directories, {
      LW_STATE: stateDirectory(this.id),
      LW_IMAGE: image.folder,
      LW_MACHINES: names.join(' '),
      LW_LAN: LAN,
      LW_HOSTS: names.map((name, index) => `${LAN}.${10 * (index + 1)} ${name}`).join('\n'),
      LW_DISK: String(limits.disk),
      LW_CGROUPS: cgroups.hierarchies,
      LW_KEEPER: cgroups.keeper.join(' '),
      LW_CGROUP: cgroups.hierarchies === 'v2' ? cgroups.directories[0]! : '',
      LW_DOCKER_DATA: this.#options.dockerData ?? '',
      LW_DROP: DROP.join(' '),
    })
    this.#keeper = keeper
    state.keeper = keeper.pid
    writeState(state)
    state.members = await this.#members(keeper)
    writeState(state)
    this.facts = factsOf(state.members, image)
    if (docker)
      for (const { name } of state.members) void this.exec('start-docker', { on: name }).catch(() => {})
  }

  /** Reads what `lan.sh` says until the machine is ready. */
  async #members(keeper: Keeper): Promise<Member[]> {
    const members: Member[] = []
    const timer = setTimeout(() => void keeper.end(), START_TIMEOUT * 1000)
    try {
      for await (const line of keeper.lines()) {
        const [word, name, pid, address, mac] = line.split(' ')
        if (word === 'ready') return members
        if (word === 'machine' && name && pid && address && mac)
          members.push({ name, pid: Number(pid), address, mac })
      }
    } finally {
      clearTimeout(timer)
    }
    const stderr = await keeper.end()
    throw new MachineError(
      `a scratch machine did not start: ${stderr.trim().split('\n')[0] || `it said nothing for ${START_TIMEOUT} s`}`,
      'labwright doctor says what this computer lacks',
    )
  }

  async open(terminal: string, size: Size): Promise<Terminal> {
    const member = this.#member(machineOf(terminal, this.#state.members))
    const { attended = false } = this.#options
    const [file, ...args] = enter(this.#state, member, [
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
      pty: spawnPty(file, args, { ...size, env: process.env, cwd: '/' }),
      size,
      kill: (script) => this.exec(script, { on: member.name, timeout: 5000 }),
    })
    this.#terminals.add(opened)
    return opened
  }

  async exec(script: string, options: ExecOptions = {}): Promise<Output> {
    const member = this.#member(machineOf(options.on ?? 'host', this.#state.members))
    return execute(enter(this.#state, member, ['bash', '-c', script]), options)
  }

  #member(name: string): Member {
    const member = this.#state.members.find((each) => each.name === name)
    if (!member) {
      const why =
        this.#state.members.length === 0
          ? `machine ${this.id} is not running`
          : `the lab has one machine and no '${name}'`
      throw new MachineError(why, "a lab that needs a second machine says 'requires: [two-machines]'")
    }
    return member
  }

  async reset(): Promise<void> {
    await this.#stop()
    await this.#start()
  }

  /** Leaves the machine behind when this runner ends, for a look. `labwright clean` ends it. */
  async keep(): Promise<void> {
    this.#state.kept = true
    writeState(this.#state)
    this.#keeper?.keep()
    await this.#closeTerminals()
    this.#keeper?.release()
    this.#keeper = undefined
  }

  async #closeTerminals(): Promise<void> {
    for (const terminal of this.#terminals) await terminal[Symbol.asyncDispose]()
    this.#terminals.clear()
  }

  async #stop(): Promise<void> {
    await this.#closeTerminals()
    await this.#keeper?.end()
    this.#keeper = undefined
    this.#state.members = []
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop()
  }
}

const emptyState = (id: string, { lab, image }: ScratchOptions): State => ({
  id,
  ...(lab ? { lab } : {}),
  image: image.key,
  keeper: 0,
  runner: { pid: process.pid, started: processStart(process.pid) ?? '' },
  kept: false,
  cgroups: { directories: [], keeper: [], inside: {}, hierarchies: '' },
  members: [],
})

const makeCgroups = (id: string, limits: Limits, names: string[]): Cgroups => {
  try {
    return createCgroups(`labwright-${id}`, limits, names)
  } catch (error) {
    throw new MachineError(
      `no control group could be made for a scratch machine: ${error instanceof Error ? error.message : error}`,
      'run labwright as root; labwright doctor says what is missing',
      { cause: error },
    )
  }
}

/** A terminal stands on the machine that it is named after (`beta`, `beta-2`), else on `host`. */
const machineOf = (terminal: string, members: Member[]): string =>
  members.find(({ name }) => terminal === name || terminal.startsWith(`${name}-`))?.name ?? 'host'

const factsOf = (members: Member[], image: Image): Facts => ({
  ...Object.fromEntries(
    members.flatMap(({ name, address, mac }) => [
      [`${name}.name`, name],
      [`${name}.ip`, address],
      [`${name}.cidr`, `${address}/24`],
      [`${name}.mac`, mac],
    ]),
  ),
  'host.gateway': `${LAN}.1`,
  'host.lan': `${LAN}.0/24`,
  'docker.version': image.docker,
  'kernel.version': release(),
})
