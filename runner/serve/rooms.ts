import type { Lab } from '../lab/lab.ts'
import { version } from '../lab/version.ts'
import { MachineError } from '../machine/machine.ts'
import type { MachineMaker } from './lab-machine.ts'
import type { Hello } from './messages.ts'
import type { Progress } from './progress.ts'
import { type Issued, issueReceipt } from './receipts.ts'
import { Room } from './room.ts'

export interface RoomsOptions {
  labs: readonly Lab[]
  maker: MachineMaker
  progress: Progress
  /** Machines at once, at most. */
  machines: number
  /** Milliseconds without the learner until a lab's machine is stopped. */
  idle: number
}

/** All labs that are served. */
export class Rooms implements AsyncDisposable {
  readonly #rooms = new Map<string, Room>()
  readonly #progress: Progress

  private constructor(rooms: Room[], progress: Progress) {
    for (const room of rooms) this.#rooms.set(room.lab.name, room)
    this.#progress = progress
  }

  static async open({ labs, maker, machines, ...options }: RoomsOptions): Promise<Rooms> {
    let all: Room[] = []
    const limited: MachineMaker = {
      ...maker,
      async make(lab) {
        const others = all.filter((room) => room.hasMachine && room.lab !== lab)
        if (others.length >= machines) throw tooMany(others, machines)
        return maker.make(lab)
      },
    }
    all = await Promise.all(
      labs.map(async (lab) => new Room({ lab, version: await version(lab), maker: limited, ...options })),
    )
    return new Rooms(all, options.progress)
  }

  get(lab: string): Room | undefined {
    return this.#rooms.get(lab)
  }

  /** @returns undefined where there is no such lab */
  async receipt(lab: string, learner: string): Promise<Issued | undefined> {
    const room = this.#rooms.get(lab)
    return room && issueReceipt(room.lab, room.version, this.#progress, learner)
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
