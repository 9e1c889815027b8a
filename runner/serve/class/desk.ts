import { isOpen } from '../../class/standing.ts'
import { Once } from '../once.ts'
import type { Page, Place } from '../page.ts'
import type { Classroom } from './classroom.ts'
import type { Member } from './member.ts'
import type { ClassReply, TeacherRequest } from './messages.ts'

/** The teacher's place in a class. */
export class Desk implements Place<TeacherRequest, ClassReply> {
  readonly #classroom: Classroom
  readonly #once = new Once<string | undefined>()

  constructor(classroom: Classroom) {
    this.#classroom = classroom
  }

  join(page: Page<ClassReply>): void {
    this.#classroom.teacherPages.add(page)
    this.#classroom.tell(page, undefined)
  }

  leave(page: Page<ClassReply>): void {
    this.#classroom.teacherPages.delete(page)
  }

  take(page: Page<ClassReply>, request: TeacherRequest): number {
    void this.#answer(page, request)
    return 0
  }

  async #answer(page: Page<ClassReply>, request: TeacherRequest): Promise<void> {
    const trouble = await this.#once.take(request.id, async () => {
      try {
        return await this.#carryOut(request)
      } catch (error) {
        return error instanceof Error ? error.message : String(error)
      }
    })
    page.send({ type: 'taken', id: request.id, ...(trouble === undefined ? {} : { trouble }) })
  }

  /** @returns why it could not be done */
  async #carryOut(request: TeacherRequest): Promise<string | undefined> {
    const classroom = this.#classroom
    if (classroom.state.ended !== undefined) return 'The class has ended.'
    switch (request.type) {
      case 'message': {
        const { to, text } = request
        if (to !== null && !classroom.member(to)) return NO_LEARNER
        classroom.record({ type: 'message', to, text })
        return
      }
      case 'access':
      case 'pace':
        return this.#open(request)
      case 'door':
        if (classroom.state.isDoorOpen !== request.open)
          classroom.record({ type: 'door', open: request.open })
        return
      case 'end':
        await classroom.end()
        return
      default: {
        const member = classroom.member(request.learner)
        return member ? this.#handle(member, request) : NO_LEARNER
      }
    }
  }

  async #handle(
    member: Member,
    request: Extract<TeacherRequest, { learner: string }>,
  ): Promise<string | undefined> {
    const classroom = this.#classroom
    const { learner } = request
    switch (request.type) {
      case 'lower':
        if (member.learner.hand) classroom.record({ type: 'hand', learner, up: false, note: '' })
        return
      case 'let-in':
        classroom.letIn(member)
        return
      case 'remove':
        await classroom.remove(member)
        return
      case 'reset':
      case 'stop': {
        const { lab, type: action } = request
        const room = member.rooms.get(lab)
        if (!room) return NO_LAB
        classroom.record({ type: 'handled', learner, lab, action })
        return action === 'reset' ? room.reset(request.replay) : room.stop().then(() => undefined)
      }
    }
  }

  #open(request: Extract<TeacherRequest, { type: 'access' | 'pace' }>): string | undefined {
    const lab = this.#classroom.lab(request.lab)
    if (!lab) return NO_LAB
    const step = request.type === 'access' ? request.until : request.step
    if (step !== null && !lab.steps.some(({ id }) => id === step)) return 'This lab has no such step.'
    if (request.type === 'access')
      this.#classroom.record({ type: 'access', lab: lab.name, open: request.open, until: request.until })
    else {
      // Where the class is to be has to be open.
      if (step !== null && !(lab.open && isOpen(lab.steps, lab.until, step)))
        this.#classroom.record({ type: 'access', lab: lab.name, open: true, until: step })
      this.#classroom.record({ type: 'pace', lab: lab.name, step })
    }
    this.#classroom.accessChanged(lab.name)
    return undefined
  }
}

const NO_LEARNER = 'There is no such learner (any more).'
const NO_LAB = 'There is no such lab in this class.'
