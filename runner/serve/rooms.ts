import type { Lab } from '../lab/lab.ts'
import { version } from '../lab/version.ts'
import { MachineError } from '../machine/machine.ts'
import { type Issued, issueReceipt, signedLab } from '../receipt/issue.ts'
import type { MachineMaker } from './lab-machine.ts'
import type { Hello } from './messages.ts'
import type { LearnerProgress } from './progress.ts'
import { type Access, Room, type RoomObserver } from './room.ts'

/** A lab as it is served, and the version of its executable content. */
export interface ServedLab {
  lab: Lab
  version: string
}

export const servedLabs = (labs: readonly Lab[]): Promise<ServedLab[]> =>
  Promise.all(labs.map(async (lab) => ({ lab, version: await version(lab) })))

export interface RoomsOptions {
  labs: readonly ServedLab[]
  maker: MachineMaker
  progress: LearnerProgress
  /** Machines at once, at most. */
  machines: number
  /** What happens to who wants one more: it is refused, or the machine of another lab is stopped. */
  full: 'refuse' | 'stop-other'
  access?: Access
  observer?: RoomObserver
  /** The step of a lab that the learner is at; the first that is not done, where nothing is said. */
  at?: (lab: string) => string | undefined
  /** Milliseconds without the learner until a lab's machine is stopped. */
  idle: number
}

/** All labs that are served to one learner. */
export class Rooms implements AsyncDisposable {
  readonly #rooms = new Map<string, Room>()
  readonly #progress: LearnerProgress

  constructor({ labs, maker, machines, full, at, ...options }: RoomsOptions) {
    const limited: MachineMaker = {
      ...maker,
      make: async (lab) => {
        const others = [...this.#rooms.values()].filter((room) => room.hasMachine && room.lab !== lab)
        if (others.length >= machines) {
          if (full === 'refuse') throw tooMany(others, machines)
          await others[0]!.stop()
        }
        return maker.make(lab)
      },
    }
    for (const served of labs) {
      const room = new Room({ ...served, ...options, maker: limited, at: at?.(served.lab.name) })
      this.#rooms.set(room.lab.name, room)
    }
    this.#progress = options.progress
  }

  get(lab: string): Room | undefined {
    return this.#rooms.get(lab)
  }

  get all(): Room[] {
    return [...this.#rooms.values()]
  }

  /** @returns undefined where there is no such lab */
  async receipt(lab: string, learner: string): Promise<Issued | undefined> {
    const room = this.#rooms.get(lab)
    return room && issueReceipt(signedLab(room), this.#progress, learner)
  }

  /** What a page is told of all labs at once. */
  hello(): Hello {
    const machines: Hello['machines'] = {}
    for (const { lab, machine } of this.#rooms.values()) if (machine) machines[lab.name] = machine
    return { progress: this.#progress.all, machines }
  }

  /** Removes all machines. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#rooms.values()].map((room) => room[Symbol.asyncDispose]()))
  }
}

const tooMany = (rooms: readonly Room[], limit: number): MachineError => {
  const names = rooms.map(({ lab }) => lab.name).join(', ')
  const have = rooms.length === 1 ? `lab ${names} has it` : `the labs ${names} have them`
  return new MachineError(
    `no more than ${limit} ${limit === 1 ? 'machine' : 'machines'} may live at once, and ${have}`,
    `Stop ${rooms.length === 1 ? 'it' : 'one'} on the page of its lab, or start the server with --machines ${limit + 1}.`,
  )
}
