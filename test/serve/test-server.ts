import { onTestFinished } from 'vitest'
import type { Lab } from '../../runner/lab/lab.ts'
import { parse } from '../../runner/lab/parse.ts'
import { MachineError } from '../../runner/machine/machine.ts'
import type { MachineMaker } from '../../runner/serve/lab-machine.ts'
import { labService } from '../../runner/serve/lab-service.ts'
import { Progress } from '../../runner/serve/progress.ts'
import { Rooms, servedLabs } from '../../runner/serve/rooms.ts'
import { startServer } from '../../runner/serve/server.ts'
import { Site } from '../../runner/serve/site.ts'
import { folder, lab } from '../cli/labwright.ts'
import { block } from '../lab/lesson.ts'
import { tinySite } from './tiny-site.ts'

export const TOKEN = 't'.repeat(43)

export interface TestServer {
  port: number
  /** Of its lab, whose only step is `one`. */
  progress: Progress
  one: Lab
  /** What a browser that was let in sends. */
  cookie: string
  get(path: string, headers?: Record<string, string>): Promise<Response>
}

/** A maker on a computer that can make no machine. */
const none: MachineMaker = {
  kind: 'scratch',
  resettable: true,
  make: () => Promise.reject(new MachineError('this computer makes no machines', 'take another')),
  release: () => Promise.resolve(),
}

/** A server of a tiny site and one lab, `one`, without machines. It stops when the test ends. */
export const testServer = async (site = tinySite()): Promise<TestServer> => {
  const { lab: parsed } = parse(lab(block('console', 'host$ echo one\none')), 'one.md')
  const one: Lab = { ...parsed!, name: 'one' }
  const progress = new Progress(folder({}), () => {})
  const rooms = new Rooms({
    labs: await servedLabs([one]),
    maker: none,
    progress,
    machines: 1,
    full: 'refuse',
    idle: 60_000,
  })
  const listen = '127.0.0.1'
  const server = await startServer({ listen, port: 0 }, (port) =>
    labService({ site: new Site(site), rooms, token: TOKEN, listen, port }),
  )
  onTestFinished(async () => {
    await server[Symbol.asyncDispose]()
    await rooms[Symbol.asyncDispose]()
  })
  const { port } = server
  const cookie = `labwright-${port}=${TOKEN}`
  const get = (path: string, headers: Record<string, string> = { cookie }): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers, redirect: 'manual' })
  return { port, progress, one, cookie, get }
}
