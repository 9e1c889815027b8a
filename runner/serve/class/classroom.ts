import { randomBytes, randomUUID } from 'node:crypto'
import pLimit from 'p-limit'
import type { ClassEvent, ClassLab } from '../../class/events.ts'
import type { ClassLog } from '../../class/log.ts'
import { cleanName, sameName } from '../../class/names.ts'
import { bareSecret, digestOf, isSame, newLearnerSecret } from '../../class/secrets.ts'
import { isOpen } from '../../class/standing.ts'
import type { ClassState, LabState, LearnerState } from '../../class/state.ts'
import { StoreError } from '../../class/store.ts'
import type { StuckLimits } from '../../class/view.ts'
import { signedLab } from '../../receipt/issue.ts'
import { Coalesced } from '../coalesced.ts'
import type { MachineMaker } from '../lab-machine.ts'
import type { Page } from '../page.ts'
import type { Access } from '../room.ts'
import type { ServedLab } from '../rooms.ts'
import { Member } from './member.ts'
import type { ClassReply } from './messages.ts'
import { type JoinView, learnerView, sharedView, teacherView } from './views.ts'

/** How many machines begin at the same time for each that is made: much of playing steps again is waiting. */
const BEGINNING = 4

/** Milliseconds from one view that is told to the next, at least: to the teacher, and to each learner. */
const INTERVAL = { teacher: 250, learner: 500 }
/** Milliseconds in which a learner whom the teacher lets in again may come without their secret. */
const LET_IN = 5 * 60_000

export interface ClassroomOptions {
  log: ClassLog
  labs: readonly ServedLab[]
  maker: MachineMaker
  /** Learners, at most. */
  learners: number
  /** Machines of one learner at once, at most. */
  machines: number
  /** Machines that are made at the same time; others wait for them. */
  making: number
  /** Milliseconds without the learner until a machine is stopped. */
  idle: number
  stuck: StuckLimits
  join: JoinView
}

/** Why somebody can't join. */
export type Refused = 'name' | 'taken' | 'secret' | 'closed' | 'full' | 'ended' | 'unwritten'

/** A class as it goes on: who is there, what each may do, and what the teacher has done for them. */
export class Classroom implements AsyncDisposable {
  readonly log: ClassLog
  readonly teacherPages = new Set<Page<ClassReply>>()
  readonly #options: ClassroomOptions
  readonly #members = new Map<string, Member>()
  readonly #maker: MachineMaker
  readonly #told = new WeakMap<Page<ClassReply>, string>()
  readonly #tellingTeacher = new Coalesced(INTERVAL.teacher, () => this.#tellTeacher())
  readonly #tellingLearners = new Coalesced(INTERVAL.learner, () => this.#tellLearners())
  readonly #access: Access

  constructor(options: ClassroomOptions) {
    const { log, maker, making } = options
    this.log = log
    this.#options = options
    const turns = { make: pLimit(making), begin: pLimit(BEGINNING * making) }
    this.#maker = {
      ...maker,
      make: (lab) => turns.make(() => maker.make(lab)),
      inTurn: (work) => turns.begin(work),
    }
    this.#access = {
      closed: (name) => {
        if (this.state.ended !== undefined) return 'The class has ended.'
        return this.lab(name)?.open ? undefined : 'The teacher has closed this lab for now.'
      },
      isOpen: (name, step) => {
        const lab = this.lab(name)
        return lab !== undefined && isOpen(lab.steps, lab.until, step)
      },
    }
    for (const learner of this.state.learners.values()) this.#admit(learner)
  }

  get state(): ClassState {
    return this.log.state
  }

  lab(name: string): LabState | undefined {
    return this.state.labs.find((lab) => lab.name === name)
  }

  member(id: string): Member | undefined {
    return this.#members.get(id)
  }

  get members(): Member[] {
    return [...this.#members.values()]
  }

  /** The lab that somebody who has just joined is led to. */
  get firstLab(): string | undefined {
    return this.state.labs.find(({ open }) => open)?.name
  }

  /** Writes down what has happened, and tells it. */
  record(event: ClassEvent): void {
    this.log.record(event)
    this.changed()
  }

  changed(): void {
    this.#tellingTeacher.ask()
    this.#tellingLearners.ask()
  }

  /**
   * Lets somebody in, or in again.
   * @param secret of who has been here before
   */
  join(given: string, secret: string): { member: Member; secret: string } | Refused {
    const name = cleanName(given)
    if (!name) return 'name'
    if (this.state.ended !== undefined) return 'ended'
    const known = [...this.state.learners.values()].find((learner) => sameName(learner.name, name))
    try {
      return known ? this.#comeBack(this.#members.get(known.id)!, secret) : this.#joinAnew(name)
    } catch (error) {
      if (error instanceof StoreError) return 'unwritten'
      throw error
    }
  }

  /** Whether a learner's secret is this one. */
  isSecret(learner: string, secret: string): boolean {
    const kept = this.log.store.kept(secretOf(learner))
    return kept !== undefined && isSame(digestOf(bareSecret(secret)), kept)
  }

  /** Why nobody works on a lab now; undefined where it is open. */
  closed(lab: string): string | undefined {
    return this.#access.closed(lab)
  }

  letIn(member: Member): void {
    member.letInUntil = Date.now() + LET_IN
  }

  async remove(member: Member): Promise<void> {
    const { id } = member.learner
    this.#members.delete(id)
    this.record({ type: 'removed', learner: id })
    for (const page of member.pages) page.drop('the teacher has shown you out')
    await member[Symbol.asyncDispose]()
  }

  /** Ends the class: machines are removed, results stay. */
  async end(): Promise<void> {
    if (this.state.ended !== undefined) return
    this.record({ type: 'ended' })
    for (const { rooms } of this.members) for (const room of rooms.all) room.accessChanged()
    await Promise.all(this.members.flatMap(({ rooms }) => rooms.all.map((room) => room.stop())))
  }

  /** Other parts of a lab are open than before. */
  accessChanged(lab: string): void {
    for (const { rooms } of this.members) rooms.get(lab)?.accessChanged()
  }

  /** Tells a page of the class all that it shows. */
  tell(page: Page<ClassReply>, member: Member | undefined): void {
    const view = member
      ? learnerView(sharedView(this.state), this.state, member)
      : teacherView({ ...this.#options, state: this.state, members: this.members, trouble: this.log.trouble })
    page.send({ type: 'class', class: view })
  }

  /** Removes all machines; the class can be gone on with. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.members.map((member) => member[Symbol.asyncDispose]()))
    this.#tellingTeacher[Symbol.dispose]()
    this.#tellingLearners[Symbol.dispose]()
  }

  #joinAnew(name: string): { member: Member; secret: string } | Refused {
    if (!this.state.isDoorOpen) return 'closed'
    if (this.#members.size >= this.#options.learners) return 'full'
    const id = randomUUID()
    const secret = this.#newSecret(id)
    this.record({ type: 'joined', learner: id, name, seed: randomBytes(4).toString('hex') })
    return { member: this.#admit(this.state.learners.get(id)!), secret }
  }

  #comeBack(member: Member, secret: string): { member: Member; secret: string } | Refused {
    const { id } = member.learner
    if (this.isSecret(id, secret)) return { member, secret }
    if (Date.now() < member.letInUntil) {
      member.letInUntil = 0
      return { member, secret: this.#newSecret(id) }
    }
    return secret === '' ? 'taken' : 'secret'
  }

  #newSecret(learner: string): string {
    const secret = newLearnerSecret()
    this.log.store.keep(secretOf(learner), digestOf(bareSecret(secret)))
    return secret
  }

  #admit(learner: LearnerState): Member {
    const member = new Member({
      ...this.#options,
      learner,
      maker: this.#maker,
      access: this.#access,
      changed: () => this.changed(),
    })
    this.#members.set(learner.id, member)
    return member
  }

  #tellTeacher(): void {
    for (const page of this.teacherPages) this.tell(page, undefined)
  }

  #tellLearners(): void {
    const shared = sharedView(this.state)
    for (const member of this.members) {
      const json = JSON.stringify({ type: 'class', class: learnerView(shared, this.state, member) })
      for (const page of member.pages) {
        if (this.#told.get(page) === json) continue
        this.#told.set(page, json)
        page.sendText(json)
      }
    }
  }
}

const secretOf = (learner: string): string => `learner/${learner}`

/** What is written down of a lab that a class is about. */
export const classLab = (served: ServedLab): ClassLab => {
  const { name, version, steps } = signedLab(served)
  const titles = new Map(served.lab.steps.map(({ id, title }) => [id, title]))
  return {
    name,
    title: served.lab.title,
    version,
    steps: steps.map(({ id, checks }) => ({ id, title: titles.get(id)!, checks })),
  }
}
