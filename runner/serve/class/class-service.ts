/** What a class answers: the site, each learner's machines, and what the teacher sees of all of them. */
import type { WebSocket } from 'ws'
import { Connection } from '../connection.ts'
import { labOf } from '../lab-service.ts'
import { Request } from '../messages.ts'
import type { OriginOptions } from '../origins.ts'
import type { Rooms } from '../rooms.ts'
import type { Service } from '../server.ts'
import type { Site } from '../site.ts'
import type { Entrance } from '../sockets.ts'
import { classApp } from './app.ts'
import { Attempts } from './attempts.ts'
import type { Classroom } from './classroom.ts'
import { Desk } from './desk.ts'
import { Door, type Who } from './door.ts'
import type { Member } from './member.ts'
import { LearnerRequest, TeacherRequest } from './messages.ts'
import { Seat } from './seat.ts'
import { Shoulder } from './shoulder.ts'

/** Pages that one learner may have connected, each with two WebSockets. */
const MAX_SOCKETS = 24

export interface ClassServiceOptions extends OriginOptions {
  site: Site
  classroom: Classroom
  code: string
  teacherSecret: string
  /** The teacher's own machines. */
  teacherRooms: Rooms
  /** Told what went wrong here. */
  warn: (message: string) => void
}

export const classService = ({
  site,
  classroom,
  teacherRooms,
  code,
  warn,
  ...options
}: ClassServiceOptions): Service => {
  const door = new Door({ classroom, ...options })
  const desk = new Desk(classroom)
  const sockets = new WeakMap<Member, number>()

  const enterAsTeacher = (url: string): Entrance | undefined => {
    if (url === '/live/class') return (socket) => void new Connection(socket, TeacherRequest, desk)
    const [, id = '', lab = ''] = /^\/live\/class\/shoulder\/([\w-]+)\/([\w.-]+)$/.exec(url) ?? []
    const member = classroom.member(id)
    const room = member?.rooms.get(lab)
    if (member && room)
      return (socket) => void new Connection(socket, Request, shoulderOf(classroom, member, lab))
    const own = teacherRooms.get(labOf(url) ?? '')
    return own && ((socket) => void new Connection(socket, Request, own))
  }

  const enterAsLearner = (url: string, member: Member): Entrance | number => {
    const count = sockets.get(member) ?? 0
    if (count >= MAX_SOCKETS) return 503
    const counted =
      (enter: (socket: WebSocket) => void): Entrance =>
      (socket) => {
        sockets.set(member, count + 1)
        socket.on('close', () => sockets.set(member, (sockets.get(member) ?? 1) - 1))
        enter(socket)
      }
    if (url === '/live/class')
      return counted((socket) => void new Connection(socket, LearnerRequest, new Seat(classroom, member)))
    const room = member.rooms.get(labOf(url) ?? '')
    if (!room) return 404
    return counted((socket) => {
      new Connection(socket, Request, room)
      member.comesTo(room)
    })
  }

  return {
    app: classApp({ site, classroom, door, attempts: new Attempts(), code, teacherRooms, warn }),
    enter({ url = '', headers: { host, origin, cookie } }) {
      const who: Who | undefined = door.who({ host, origin, cookie, needsOrigin: true })
      if (!who) return 403
      if (who.role === 'nobody') return 401
      if (who.role === 'teacher') return enterAsTeacher(url) ?? 404
      return enterAsLearner(url, who.member)
    },
  }
}

const shoulderOf = (classroom: Classroom, member: Member, lab: string): Shoulder => {
  let hasTyped = false
  return new Shoulder({
    room: member.rooms.get(lab)!,
    mayType: () => member.learner.letsType && classroom.closed(lab) === undefined,
    typed: () => {
      // Once for each time that the teacher looks over the shoulder.
      if (!hasTyped) classroom.record({ type: 'helped', learner: member.learner.id, lab })
      hasTyped = true
    },
    looks: (on) => {
      member.watchers += on ? 1 : -1
      classroom.changed()
    },
  })
}
