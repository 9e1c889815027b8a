/** From `--machine` to machines. */
import { createInterface } from 'node:readline/promises'
import type { Lab } from '../lab/lab.ts'
import { BrowserMachine } from '../machine/browser/browser.ts'
import { ensureBrowserImage } from '../machine/browser/build/build.ts'
import { type FoundImage, folderReader } from '../machine/browser/find-image.ts'
import { type Execute, execute } from '../machine/execute.ts'
import { HostMachine } from '../machine/host/host.ts'
import { ensureImage } from '../machine/image/build.ts'
import { findRootsImage, type Image } from '../machine/image/image.ts'
import { LacksRequirement, type Machine, MachineError } from '../machine/machine.ts'
import { hindrance, lacksRoot } from '../machine/rootless/user-namespace.ts'
import type { Limits } from '../machine/scratch/cgroups.ts'
import { ScratchMachine } from '../machine/scratch/scratch.ts'
import { requireCommands } from '../machine/vm/needs.ts'
import { ensureSystem } from '../machine/vm/system.ts'
import { VmMachine } from '../machine/vm/vm.ts'
import { UsageError } from './exit.ts'

/** What `--machine` asks for. */
export type Choice =
  | { kind: 'scratch' }
  | { kind: 'vm' }
  | { kind: 'living'; machine: 'scratch' | 'vm'; id: string }
  | { kind: 'browser' }
  | { kind: 'host' }

export const MACHINE_HELP =
  'what it runs on: scratch, vm (for learners one does not trust), browser (as in a page, emulated), scratch:ID or vm:ID (one that lives already), or host (this computer itself)'

/** @throws UsageError for what is no machine */
export const readChoice = (text: string): Choice => {
  if (text === 'scratch' || text === 'vm' || text === 'browser' || text === 'host') return { kind: text }
  const [, machine, id] = /^(scratch|vm):(\w+)$/.exec(text) ?? []
  if (machine && id) return { kind: 'living', machine: machine as 'scratch' | 'vm', id }
  throw new UsageError(
    `--machine ${text}: there is no such machine; there are scratch, vm, browser, scratch:ID, vm:ID and host`,
  )
}

export interface MachineOptions {
  /** A person types in its terminals too. */
  attended?: boolean
  /** What a scratch machine may take of this computer, where that differs from the usual. */
  limits?: Partial<Limits>
  /** What runs commands for scratch machines, where this process does not do it itself. */
  execute?: Execute
}

/** Makes the machines of one run, all of one kind. */
export interface MachineSource {
  /** The lab's changes outlive the lab: its cleanup is run. */
  livesOn: boolean
  /** @param signal gives up; a VM may have to boot first */
  make(lab: Lab, signal?: AbortSignal): Promise<Machine>
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
            ...needsOf(lab),
            ...options,
          })
        },
      }
    }
    case 'vm': {
      requireCommands()
      const image = await imageForVm()
      const progress = teller('Making VMs ready (once; a minute at most):')
      const system = await ensureSystem(image, progress)
      return {
        livesOn: false,
        make: (lab, signal) =>
          VmMachine.create({
            image,
            system,
            ...needsOf(lab),
            attended: options.attended ?? false,
            progress,
            ...(signal ? { signal } : {}),
          }),
      }
    }
    case 'browser':
      return {
        livesOn: false,
        async make(lab, signal) {
          requireInBrowser(lab)
          const { image, folder } = await browserImage(lab.requires.includes('docker'))
          return BrowserMachine.create({
            image,
            read: folderReader(folder),
            attended: options.attended ?? false,
            ...(signal ? { signal } : {}),
          })
        },
      }
    case 'living':
      return {
        livesOn: true,
        make: () => (choice.machine === 'vm' ? VmMachine : ScratchMachine).attach(choice.id, options),
      }
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

/** What a machine is made with for a lab. */
const needsOf = ({ name, requires }: Lab) => ({
  lab: name,
  docker: requires.includes('docker'),
  twoMachines: requires.includes('two-machines'),
})

/** @throws LacksRequirement */
const requireRoot = (lab: Lab): void => {
  if (!lacksRoot(lab)) return
  throw new LacksRequirement(
    `lab ${lab.name} requires root, and you are not: your machines have root in a user namespace only`,
    'play it as root (sudo), or in a VM: --machine vm',
  )
}

/** @throws LacksRequirement */
const requireInBrowser = ({ name, requires }: Lab): void => {
  if (!requires.includes('two-machines')) return
  throw new LacksRequirement(
    `lab ${name} requires two machines, and a page has one`,
    'use --machine scratch, or --machine vm',
  )
}

/** What browser machines start from, built first where there is none. */
const browserImage = (docker: boolean): Promise<FoundImage> =>
  ensureBrowserImage(
    docker,
    teller('Building the image that browser machines start from (once; some five minutes):'),
  )

/** The image, built first where there is none. */
const builtImage = (): Promise<Image> =>
  ensureImage(teller('Building the image that machines start from (once; two to three minutes):'))

/**
 * Who can have no user namespace can build no image, but may read root's.
 * @throws MachineError where there is none
 */
const imageForVm = async (): Promise<Image> => {
  const found = await hindrance()
  if (!found) return builtImage()
  const image = await findRootsImage()
  if (image) return image
  throw new MachineError(
    `a VM needs an image, and you can't build one here: ${found.cause}`,
    `${found.mend}\nor let root build it where you can read it, and say so:\n  sudo env LABWRIGHT_CACHE=/var/cache/labwright npx labwright image build --vm\n  export LABWRIGHT_CACHE=/var/cache/labwright`,
  )
}

/** Tells of what takes long, under a title. On standard error: standard output is for results. */
const teller = (title: string): ((what: string) => void) => {
  let told = false
  return (what) => {
    if (!told) console.error(title)
    told = true
    console.error(`  ${what}`)
  }
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
