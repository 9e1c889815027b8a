/** What one learner takes of this computer: a machine as a class makes them, on which the lab is played and looked at once. */
import type { Block, Lab } from '../lab/lab.ts'
import type { Machine } from '../machine/machine.ts'
import { openFiles, openFilesOf, usageOf } from '../machine/scratch/usage.ts'
import { holds } from '../play/check.ts'
import { play } from '../play/play.ts'
import { memory, processorTimes, threads } from './computer.ts'
import type { Count, Need } from './plan.ts'

/** Milliseconds between two looks. */
const EVERY = 200
/** Milliseconds that Docker may take to be up on a machine that is as fast as this computer. */
const DOCKER = 30_000
const SIZE = { columns: 100, rows: 30 }
/** Milliseconds that a command of a check may take. */
const CHECK = 20_000
/** Files that the server has open for a learner beside those of terminals: two WebSockets, and a request. */
const SOCKETS = 3

/** `fellShort` says which commands did not do what they should: the figures are of a play that went otherwise. */
export interface Measured {
  need: Need
  fellShort: string[]
  /** The machine has no control groups (a VM, or without root): the figures are those of the whole computer. */
  isRough: boolean
}

/**
 * Makes a machine, plays a lab on it, and removes it.
 * @throws MachineError where there is no machine to be had
 */
export const measureLab = async (
  lab: Lab,
  make: (lab: Lab, signal?: AbortSignal) => Promise<Machine>,
  signal: AbortSignal,
): Promise<Measured> => {
  const before = wholeComputer()
  const own = process.cpuUsage()
  await using machine = await make(lab, signal)
  if (lab.requires.includes('docker'))
    await machine.exec('docker version', { timeout: DOCKER * machine.pace, signal })
  // What a page asks for as soon as it is there.
  await using _terminal = await machine.open('host', SIZE)
  const isRough = usageOf(machine.id) === undefined
  const look = (): Sample => (isRough ? difference(wholeComputer(), before) : grouped(machine.id, before))
  const idle = look()
  // What this process does to make a machine, the server will do.
  const { user, system } = process.cpuUsage(own)
  const making = idle.cpu + (isRough ? 0 : (user + system) / 1e6)
  let most = idle
  const timer = setInterval(() => {
    most = greater(most, look())
  }, EVERY)
  const fellShort: string[] = []
  try {
    for await (const event of play(lab, machine, { seed: lab.name, cleanup: false, signal })) {
      if (event.type !== 'command-ended') continue
      if (!event.result.ok) fellShort.push(event.result.command)
      if (event.block.kind === 'console') await lookOn(lab, machine, event.block, event.variables)
    }
  } finally {
    clearInterval(timer)
  }
  const end = look()
  const { memory: _, cpu: _cpu, ...counts } = greater(most, end)
  const need: Need = {
    lab: lab.name,
    memory: { idle: idle.memory, most: Math.max(most.memory, end.memory) },
    cpu: { making, playing: end.cpu - idle.cpu },
    minutes: lab.minutes,
    counts: { ...counts, files: counts.files + SOCKETS },
  }
  return { need, fellShort, isRough }
}

/** What the server does after each command of a learner: looks at the step's checks. */
const lookOn = async (
  lab: Lab,
  machine: Machine,
  after: Block,
  variables: ReadonlyMap<string, string>,
): Promise<void> => {
  const stage = {
    lab,
    machine,
    variables: new Map(variables),
    timeout: CHECK * machine.pace,
    signal: undefined,
  }
  const step = lab.steps.find(({ blocks }) => blocks.includes(after))
  const checks = step?.blocks.filter(({ kind }) => kind === 'check') ?? []
  for (const check of checks) await holds(stage, check, { patient: false })
}

type Sample = Record<Count | 'memory' | 'cpu', number>

/** What the whole computer has in use now. */
const wholeComputer = (): Sample => {
  const open = openFiles('self')
  return {
    memory: memory('MemTotal') - memory('MemAvailable'),
    cpu: processorTimes().busy,
    processes: threads(),
    // Each that this process has open stands for two: the shell stands on one inside the machine.
    terminals: 2 * open.filter((file) => file.endsWith('/ptmx')).length,
    files: open.length,
    inotify: 0,
    groups: 0,
  }
}

const difference = (now: Sample, before: Sample): Sample =>
  mapped((name) => Math.max(0, now[name] - before[name]))

/** What one machine has in use now, by its control groups; and what it makes this computer and this process have open. */
const grouped = (id: string, before: Sample): Sample => {
  const { memory = 0, cpu = 0, processes = 0, groups = 0 } = usageOf(id) ?? {}
  const { terminals, files } = wholeComputer()
  return {
    ...{ memory, cpu, processes, groups },
    terminals: terminals - before.terminals,
    files: files - before.files,
    inotify: openFilesOf(id).filter((file) => file.includes('inotify')).length,
  }
}

const greater = (one: Sample, other: Sample): Sample => mapped((name) => Math.max(one[name], other[name]))

const NAMES = ['memory', 'cpu', 'processes', 'terminals', 'files', 'inotify', 'groups'] as const

const mapped = (figure: (name: keyof Sample) => number): Sample =>
  Object.fromEntries(NAMES.map((name) => [name, figure(name)])) as Sample
