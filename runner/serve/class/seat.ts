import type { ClassEvent } from '../../class/events.ts'
import { Once } from '../once.ts'
import type { Page, Place } from '../page.ts'
import type { Classroom } from './classroom.ts'
import type { Member } from './member.ts'
import type { ClassReply, LearnerRequest } from './messages.ts'

/** A learner's place in a class. */
export class Seat implements Place<LearnerRequest, ClassReply> {
  readonly #classroom: Classroom
  readonly #member: Member
  readonly #once = new Once<string | undefined>()

  constructor(classroom: Classroom, member: Member) {
    this.#classroom = classroom
    this.#member = member
  }

  join(page: Page<ClassReply>): void {
    this.#member.pages.add(page)
    this.#classroom.tell(page, this.#member)
    this.#classroom.changed()
  }

  leave(page: Page<ClassReply>): void {
    if (this.#member.pages.delete(page)) this.#classroom.changed()
  }

  take(page: Page<ClassReply>, request: LearnerRequest): number {
    void this.#once
      .take(request.id, async () => this.#carryOut(request))
      .then((trouble) => page.send({ type: 'taken', id: request.id, ...(trouble ? { trouble } : {}) }))
    return 0
  }

  /** @returns why it could not be done */
  #carryOut(request: LearnerRequest): string | undefined {
    const { id: learner, hand, letsType } = this.#member.learner
    if (this.#classroom.state.ended !== undefined) return 'The class has ended.'
    if (request.type === 'lets-type') {
      if (request.on === letsType) return undefined
      return this.#note({ type: 'lets-type', learner, on: request.on })
    }
    const { up, note } = request
    if (up ? hand?.note === note : !hand) return undefined
    return this.#note({ type: 'hand', learner, up, note: up ? note : '' })
  }

  #note(event: ClassEvent): string | undefined {
    return this.#member.note(event) ? undefined : 'That was too often: wait a minute.'
  }
}
