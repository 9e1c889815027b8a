/**
 * The `scratch` machine: namespaces over a throw-away overlay of the image, ready in well under a second.
 *
 * `keeper.sh` (on the host) holds `lan.sh` (process 1 of an outer PID namespace, and the LAN), which holds `init.sh`
 * (process 1 of the machine). All of them end when the keeper's standard input does, so a runner that is killed leaves
 * no machine behind. systemd-nspawn and a container runtime were weighed: the first wants systemd, both take longer to
 * start than the whole of this.
 */
import { randomInt } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
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
import { requireOwnRoot } from './own-root.ts'
import {
  claimState,
  type Member,
  processStart,
  readState,
  removeState,
  type State,
  writeState,
} from './state.ts'

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
  /** Undefined where another process holds the machine, or it was kept. */
  #keeper: Keeper | undefined

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
    const machine = new ScratchMachine(options, claim(options))
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
    machine.facts = factsOf(state.members, image)
    return machine
  }

  async #start(): Promise<void> {
    const { image, docker = false } = this.#options
    const state = this.#state
    await requireOwnRoot()
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
    this.facts = factsOf(state.members, image)
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
      LW_DROP: DROP.join(' '),
    }
  }

  /** @throws MachineError when the machine or the shell has gone */
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

  /** @throws MachineError when the machine has gone, or the signal's reason where that was aborted */
  async exec(script: string, options: ExecOptions = {}): Promise<Output> {
    const member = this.#member(machineOf(options.on ?? 'host', this.#state.members))
    const output = await execute(enter(this.#state, member, ['bash', '-c', script]), options)
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
    await this.#stop()
    this.#state = claim(this.#options, this.id)
    await this.#start()
  }

  /**
   * Leaves the machine behind when this runner ends, for a look. `labwright clean` ends it.
   * @throws MachineError when the machine has gone
   */
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
  cgroups: { directories: [], hierarchies: '' },
  members: [],
})

/** Writes a new machine down, under an id that no other has, or under the given one. */
const claim = (options: ScratchOptions, id?: string): State => {
  try {
    for (;;) {
      const state = emptyState(id ?? newId(), options)
      if (claimState(state)) return state
      if (id) throw new Error(`machine ${id} is there already`)
    }
  } catch (error) {
    throw cannotMake(`it could not be written down: ${reason(error)}`, error)
  }
}

const makeCgroups = (id: string, limits: Limits, machines: string[]): Cgroups => {
  try {
    return createCgroups(`labwright-${id}`, limits, machines)
  } catch (error) {
    throw cannotMake(`no control group could be made: ${reason(error)}`, error)
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const cannotMake = (why: string, cause: unknown): MachineError =>
  new MachineError(
    `a scratch machine could not be made: ${why}`,
    'run labwright as root; labwright doctor says what else is missing',
    { cause },
  )

/** Reads what the machines say when they are ready. */
const readMembers = async (keeper: Keeper, names: string[]): Promise<Member[]> => {
  const members: Member[] = []
  const timer = setTimeout(() => void keeper.end(), START_TIMEOUT * 1000)
  try {
    for await (const line of keeper.lines()) {
      const [, name = '', pid = '', address = '', mac = ''] = line.split(' ')
      members.push({ name, pid: Number(pid), namespace: mountNamespace(Number(pid)) ?? '', address, mac })
      if (members.length === names.length)
        return members.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name))
    }
  } finally {
    clearTimeout(timer)
  }
  const stderr = await keeper.ended
  throw new MachineError(
    `a scratch machine did not start: ${stderr.trim().split('\n')[0] || `it said nothing for ${START_TIMEOUT} s`}`,
    'labwright doctor says what this computer lacks',
  )
}

/** The first thing that a process loses when it ends, while it is still listed. */
const mountNamespace = (pid: number): string | undefined => {
  try {
    return readlinkSync(`/proc/${pid}/ns/mnt`)
  } catch {
    return undefined
  }
}

/** Whether a machine's process 1 is there. */
const lives = ({ pid, namespace }: Member): boolean => mountNamespace(pid) === namespace

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
