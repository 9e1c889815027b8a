/** From `--machine` to machines. */
import { createInterface } from 'node:readline/promises'
import type { Lab } from '../lab/lab.ts'
import { execute } from '../machine/execute.ts'
import { HostMachine } from '../machine/host/host.ts'
import { ensureImage } from '../machine/image/build.ts'
import type { Image } from '../machine/image/image.ts'
import { LacksRequirement, type Machine, MachineError } from '../machine/machine.ts'
import { lacksRoot } from '../machine/rootless/user-namespace.ts'
import { ScratchMachine } from '../machine/scratch/scratch.ts'
import { UsageError } from './exit.ts'

/** What `--machine` asks for. */
export type Choice = { kind: 'scratch' } | { kind: 'living'; id: string } | { kind: 'host' }

export const MACHINE_HELP =
  'what it runs on: scratch, scratch:ID (one that lives already), or host (this computer itself)'

/** @throws UsageError for what is no machine */
export const readChoice = (text: string): Choice => {
  if (text === 'scratch' || text === 'host') return { kind: text }
  if (/^scratch:\w+$/.test(text)) return { kind: 'living', id: text.slice('scratch:'.length) }
  if (text === 'vm' || text === 'browser') {
    throw new UsageError(`--machine ${text} cannot be had yet; scratch and host can`)
  }
  throw new UsageError(`--machine ${text}: there is no such machine; there are scratch, scratch:ID and host`)
}

export interface MachineOptions {
  /** A person types in its terminals too. */
  attended?: boolean
}

/** Makes the machines of one run, all of one kind. */
export interface MachineSource {
  /** The lab's changes outlive the lab: its cleanup is run. */
  livesOn: boolean
  make(lab: Lab): Promise<Machine>
}

/**
 * @throws MachineError where this computer has no such machine, and no image can be built
 */
export const machineSource = async (choice: Choice, options: MachineOptions = {}): Promise<MachineSource> => {
  switch (choice.kind) {
    case 'scratch': {
      const image = await builtImage()
      return {
        livesOn: false,
        async make(lab) {
          requireRoot(lab)
          return ScratchMachine.create({
            image,
            lab: lab.name,
            docker: lab.requires.includes('docker'),
            twoMachines: lab.requires.includes('two-machines'),
            ...options,
          })
        },
      }
    }
    case 'living':
      return { livesOn: true, make: () => ScratchMachine.attach(choice.id, options) }
    case 'host':
      return {
        livesOn: true,
        async make(lab) {
          requireRoot(lab)
          const machine = await HostMachine.create(options)
          await examineHost(lab, machine)
          return machine
        },
      }
  }
}

/** @throws LacksRequirement */
const requireRoot = (lab: Lab): void => {
  if (!lacksRoot(lab)) return
  throw new LacksRequirement(
    `lab ${lab.name} requires root, and you are not: your machines have root in a user namespace only`,
    'play it as root (sudo), or on a machine of another kind',
  )
}

/** The image, built first where there is none. Progress goes to standard error: standard output is for results. */
const builtImage = async (): Promise<Image> => {
  let told = false
  return ensureImage((what) => {
    if (!told) console.error('Building the image that machines start from (once; two to three minutes):')
    told = true
    console.error(`  ${what}`)
  })
}

/** @throws MachineError where the host lacks what the lab requires */
const examineHost = async (lab: Lab, machine: HostMachine): Promise<void> => {
  if (lab.requires.includes('two-machines')) {
    throw new LacksRequirement(
      `lab ${lab.name} requires two machines, and the host is one`,
      'use --machine scratch',
    )
  }
  if (!lab.requires.includes('docker')) return
  if (!machine.facts['docker.version']) {
    throw new MachineError(
      `lab ${lab.name} requires Docker, and none answers here`,
      'start Docker, or use --machine scratch',
    )
  }
  for (const name of lab.containers) {
    const { exit } = await execute(['docker', 'image', 'inspect', name], {})
    if (exit !== 0)
      throw new MachineError(`this computer's Docker has no container image '${name}'`, `docker pull ${name}`)
  }
}

/**
 * Asks before a lab changes this computer.
 * @throws UsageError where nobody can be asked and `--yes` was not given, or the answer is no
 */
export const confirmHost = async (labs: readonly Lab[], yes: boolean): Promise<void> => {
  if (yes) return
  const names = labs.map(({ name }) => name).join(', ')
  const what = `${names}: the commands of ${labs.length === 1 ? 'this lab' : 'these labs'} will be run on this computer itself, as ${process.env.USER ?? 'you'}.`
  if (!process.stdin.isTTY)
    throw new UsageError(
      `${what}\nNobody is here to be asked: say --yes to go ahead, or use --machine scratch.`,
    )
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await prompt.question(`${what}\nGo ahead? [y/N] `)
    if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('Nothing was run.')
  } finally {
    prompt.close()
  }
}
