import type { ClassEvent } from '../../class/events.ts'
import type { ClassLog } from '../../class/log.ts'
import type { LearnerState } from '../../class/state.ts'
import type { MachineState } from '../../learn/state.ts'
import type { MachineMaker } from '../lab-machine.ts'
import type { Page } from '../page.ts'
import type { Access, Room } from '../room.ts'
import { Rooms, type ServedLab } from '../rooms.ts'
import { TokenBucket } from '../token-bucket.ts'
import { LogProgress } from './log-progress.ts'
import type { ClassReply } from './messages.ts'

/** Events of one learner at once, and those in a second that are written down for long: nobody fills the disk with them. */
const NOTES = { atOnce: 200, perSecond: 2 }

/** Characters of a command, and of why it fell short, that are kept. */
const KEPT = 2000

export interface MemberOptions {
  log: ClassLog
  learner: LearnerState
  labs: readonly ServedLab[]
  maker: MachineMaker
  access: Access
  /** Machines of one learner at once, at most. */
  machines: number
  /** Milliseconds without the learner until a machine is stopped. */
  idle: number
  /** Something differs that pages of the class show. */
  changed: () => void
}

/** A learner who has joined: their machines, and the pages of the class that they have open. */
export class Member implements AsyncDisposable {
  readonly learner: LearnerState
  readonly rooms: Rooms
  readonly pages = new Set<Page<ClassReply>>()
  /** How many pages of the teacher look at their terminals. */
  watchers = 0
  #isLeaving = false
  readonly #notes = new TokenBucket(NOTES.atOnce, NOTES.perSecond)
  /** Until when they may come back without their secret; milliseconds since 1970. */
  letInUntil = 0
  readonly #options: MemberOptions

  constructor(options: MemberOptions) {
    const { log, learner, changed } = options
    this.learner = learner
    this.#options = options
    this.rooms = new Rooms({
      ...options,
      progress: new LogProgress(log, learner),
      full: 'stop-other',
      at: (lab) => stepAt(learner, lab),
      observer: {
        machine: (lab, state) => this.#machineChanged(lab, state),
        went: (lab, step) => {
          this.note({ type: 'went', learner: learner.id, lab, step })
        },
        tried: (lab, { step, what, text, ok, reason }) => {
          const said = { text: text.slice(0, KEPT), ok, reason: reason.slice(0, KEPT) }
          this.note({ type: 'tried', learner: learner.id, lab, step, what, ...said })
        },
        stepDone: changed,
        visited: changed,
      },
    })
  }

  /**
   * Writes down what they do, unless they have done too much too fast.
   * @returns whether it was written down
   */
  note(event: ClassEvent): boolean {
    if (!this.#notes.take(1)) return false
    this.#options.log.record(event)
    this.#options.changed()
    return true
  }

  /** Pages that are connected. */
  get presence(): number {
    return Math.max(this.pages.size, this.rooms.all.filter(({ isVisited }) => isVisited).length)
  }

  /** The machine of the lab that they are in. */
  get machine(): Pick<MachineState, 'state' | 'trouble'> {
    const state = this.rooms.get(this.learner.lab ?? '')?.machineState
    return state
      ? { state: state.state, ...(state.trouble ? { trouble: state.trouble } : {}) }
      : { state: 'none' }
  }

  /**
   * They have come to a lab, perhaps after the server was started again: where their machine went with it, another one is
   * made, and what they had done on it is done again.
   */
  comesTo(room: Room): void {
    const { access } = this.#options
    if (room.machineState.state !== 'none' || access.closed(room.lab.name)) return
    const was = this.learner.labs.get(room.lab.name)?.machine.state ?? 'none'
    if (this.learner.lab === room.lab.name && (was === 'none' || was === 'gone')) void room.reset(true)
  }

  /** Removes their machines: the server stops, or they have been shown out. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isLeaving = true
    await this.rooms[Symbol.asyncDispose]()
  }

  #machineChanged(lab: string, { state, id }: MachineState): void {
    const { log, learner, changed } = this.#options
    const known = learner.labs.get(lab)?.machine
    // That the server stops is no will of theirs: they go on with a new one.
    if (this.#isLeaving) return
    const isNews = state !== known?.state || (state === 'ready' && id !== known.id)
    if (isNews && (state === 'ready' || state === 'stopped' || state === 'gone' || state === 'failed'))
      log.record({ type: 'machine', learner: learner.id, lab, state, id: id || (known?.id ?? '') })
    changed()
  }
}

/** Where somebody goes on who comes back: at the step that they were at, unless that is done. */
const stepAt = ({ labs }: LearnerState, lab: string): string | undefined => {
  const work = labs.get(lab)
  return work && work.at !== '' && !work.done.has(work.at) ? work.at : undefined
}
