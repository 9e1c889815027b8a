import { renderSVG } from 'uqr'
import { bracketed, isEveryAddress } from '../origins.ts'
import { Rooms } from '../rooms.ts'
import type { LabServer, ListenOptions, Service } from '../server.ts'
import type { Site } from '../site.ts'
import { classService } from './class-service.ts'
import { Classroom, type ClassroomOptions } from './classroom.ts'
import { MemoryProgress } from './memory-progress.ts'
import { ownAddresses } from './tls.ts'

export interface OpenOptions extends ListenOptions, Omit<ClassroomOptions, 'join'> {
  site: Site
  /** Told what went wrong while pages were answered. */
  warn: (message: string) => void
  /** The name by which learners call this computer; its address, where there is none. */
  host?: string | undefined
  /** Secrets of the class. */
  code: string
  teacherSecret: string
  /** Listens; see `startServer`. */
  start(options: ListenOptions, serve: (port: number) => Service): Promise<LabServer>
}

export interface OpenClass extends AsyncDisposable {
  readonly classroom: Classroom
  readonly port: number
  /** With the code in it. */
  readonly joinAddress: string
  readonly teacherAddress: string
}

/**
 * Serves a class until it is disposed of; its machines are removed then, and it can be gone on with.
 * @throws the errors of `start`
 */
export const openClass = async (options: OpenOptions): Promise<OpenClass> => {
  const { labs, maker, code, teacherSecret, listen, tls } = options
  const scheme = tls ? 'https' : 'http'
  let classroom: Classroom | undefined
  let origin = ''
  const teacherRooms = new Rooms({
    ...{ labs, maker, machines: 1, full: 'stop-other', idle: options.idle },
    progress: new MemoryProgress(),
  })
  const server = await options.start(options, (port) => {
    origin = `${scheme}://${options.host ?? reachable(listen)}:${port}`
    const address = `${origin}/join?code=${code}`
    classroom = new Classroom({ ...options, join: { address, code, qr: renderSVG(address, { border: 2 }) } })
    return classService({ ...options, classroom, teacherRooms, port, scheme })
  })
  return {
    classroom: classroom!,
    port: server.port,
    joinAddress: `${origin}/join?code=${code}`,
    teacherAddress: `${scheme}://${isEveryAddress(listen) ? '127.0.0.1' : bracketed(listen)}:${server.port}/?token=${teacherSecret}`,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await Promise.all([classroom![Symbol.asyncDispose](), teacherRooms[Symbol.asyncDispose]()])
    },
  }
}

/** How others call this computer. */
const reachable = (listen: string): string =>
  bracketed(isEveryAddress(listen) ? (ownAddresses()[0] ?? '127.0.0.1') : listen)
