/** Who a request to a class comes from. */
import { isSame } from '../../class/secrets.ts'
import { cookieValues, secretCookie } from '../cookies.ts'
import { type Caller, type OriginOptions, Origins } from '../origins.ts'
import type { Classroom } from './classroom.ts'
import type { Member } from './member.ts'

export type Who =
  | { role: 'teacher' }
  | { role: 'learner'; member: Member; secret: string }
  | { role: 'nobody' }

export interface DoorOptions extends OriginOptions {
  classroom: Classroom
  teacherSecret: string
}

export class Door {
  readonly #classroom: Classroom
  readonly #origins: Origins
  readonly #secret: string
  readonly #isSecure: boolean
  // Cookies know no ports: two classes on this computer have theirs each, and a teacher's is never a learner's.
  readonly #cookies: { teacher: string; learner: string }

  constructor({ classroom, teacherSecret, ...options }: DoorOptions) {
    this.#classroom = classroom
    this.#secret = teacherSecret
    this.#origins = new Origins(options)
    this.#isSecure = options.scheme === 'https'
    const { port } = options
    this.#cookies = { teacher: `labwright-teacher-${port}`, learner: `labwright-learner-${port}` }
  }

  /** Undefined where it comes by another name, or from another site. */
  who({ cookie, ...caller }: Caller): Who | undefined {
    if (this.#origins.judge(caller) !== 'own') return undefined
    if (cookieValues(cookie, this.#cookies.teacher).some((value) => this.isTeacher(value)))
      return { role: 'teacher' }
    for (const value of cookieValues(cookie, this.#cookies.learner)) {
      const [id = '', secret = ''] = value.split('.')
      const member = this.#classroom.member(id)
      if (member && this.#classroom.isSecret(id, secret)) return { role: 'learner', member, secret }
    }
    return { role: 'nobody' }
  }

  isTeacher(secret: string): boolean {
    return isSame(secret, this.#secret)
  }

  /** `Set-Cookie` for who has shown the teacher's secret. */
  get teacherCookie(): string {
    return secretCookie(this.#cookies.teacher, this.#secret, this.#isSecure)
  }

  /** `Set-Cookie` for who has joined. */
  learnerCookie(member: Member, secret: string): string {
    return secretCookie(this.#cookies.learner, `${member.learner.id}.${secret}`, this.#isSecure)
  }
}
