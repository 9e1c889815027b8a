/** What `labwright serve` answers: pages of the site and the way to live machines, for who has the token. */
import { type ClassOpener, makeApp } from './app.ts'
import { Connection } from './connection.ts'
import { Guard } from './guard.ts'
import { Request } from './messages.ts'
import type { Rooms } from './rooms.ts'
import type { Service } from './server.ts'
import type { Site } from './site.ts'

export interface LabServiceOptions {
  site: Site
  rooms: Rooms
  token: string
  /** The address that is listened on, and the port. */
  listen: string
  port: number
  /** Without it, no class can be opened from the page. */
  openClass?: ClassOpener
}

export const labService = ({ site, rooms, openClass, ...options }: LabServiceOptions): Service => {
  const guard = new Guard(options)
  return {
    app: makeApp(site, rooms, guard, openClass),
    enter({ url = '', headers: { host, origin, cookie } }) {
      const verdict = guard.judge({ host, origin, cookie, needsOrigin: true })
      if (verdict !== 'welcome') return verdict === 'token' ? 401 : 403
      const room = rooms.get(labOf(url) ?? '')
      return room ? (socket) => void new Connection(socket, Request, room) : 404
    },
  }
}

/** The lab whose page a WebSocket is of. */
export const labOf = (url: string): string | undefined => /^\/live\/lab\/([\w.-]+)$/.exec(url)?.[1]
