import { WebSocket } from 'ws'
import { Connection } from '../../../site/theme/live/connection.ts'
import type { ClassReply, ClassRequest } from '../../serve/class/messages.ts'
import type { Pass } from './join.ts'

/** A page's connection to its class, as the teacher's and each learner's has one: it only listens. */
export const watchClass = (
  { origin, cookie }: Pass,
  heard: (reply: ClassReply) => void = () => {},
): { close(): void } => {
  const address = `${origin.replace('http', 'ws')}/live/class`
  const connection = new Connection<ClassRequest, ClassReply>({
    connect: () => new WebSocket(address, { origin, headers: { cookie }, rejectUnauthorized: false }),
    reply: heard,
    changed() {},
  })
  connection.open()
  return connection
}
