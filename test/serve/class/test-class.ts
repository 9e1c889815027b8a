/** A class in this process, on a computer that can make no machines: for who is let in, and told what. */
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ClassLog } from '../../../runner/class/log.ts'
import { ClassStore } from '../../../runner/class/store.ts'
import { parse } from '../../../runner/lab/parse.ts'
import { MachineError } from '../../../runner/machine/machine.ts'
import { type Classroom, classLab } from '../../../runner/serve/class/classroom.ts'
import { openClass } from '../../../runner/serve/class/open.ts'
import type { Tls } from '../../../runner/serve/class/tls.ts'
import { servedLabs } from '../../../runner/serve/rooms.ts'
import { startServer } from '../../../runner/serve/server.ts'
import { Site } from '../../../runner/serve/site.ts'
import { folder, lab } from '../../cli/labwright.ts'
import { block } from '../../lab/lesson.ts'
import { tinySite } from '../tiny-site.ts'
import { type Joined, joinClass } from './join.ts'

export const CODE = 'ABC234'
export const SECRET = 'the-secret-of-the-teacher'

export interface TestClass {
  port: number
  classroom: Classroom
  file: string
  teacher: string
  join(name: string, secret?: string): Promise<Joined>
  get(path: string, cookie?: string, headers?: Record<string, string>): Promise<Response>
}

export const testClass = async ({
  learners = 5,
  tls,
}: {
  learners?: number
  tls?: Tls
} = {}): Promise<TestClass> => {
  const labs = ['one', 'two'].map((name) => ({
    ...parse(lab(block('console', 'host$ echo one\none')) + '\n## Two {#two}\n', `${name}.md`).lab!,
    name,
  }))
  const served = await servedLabs(labs)
  const file = join(folder({}), 'a.class')
  const log = new ClassLog(ClassStore.create(file))
  log.record({ type: 'opened', title: 'A <class>', machine: 'scratch', labs: served.map(classLab) })
  const open = await openClass({
    ...{ log, labs: served, learners, machines: 1, making: 2, idle: 60_000 },
    ...{ site: new Site(tinySite()), listen: '127.0.0.1', port: 0, code: CODE, teacherSecret: SECRET },
    stuck: { after: 60_000, tries: 3 },
    start: startServer,
    warn: () => {},
    ...(tls ? { tls } : {}),
    maker: {
      kind: 'scratch',
      resettable: true,
      make: () => Promise.reject(new MachineError('this computer makes no machines', 'take another')),
      release: () => Promise.resolve(),
    },
  })
  onTestFinished(() => open[Symbol.asyncDispose]())
  const { port, classroom } = open
  return {
    ...{ port, classroom, file },
    teacher: `labwright-teacher-${port}=${SECRET}`,
    join: (name, secret = '') => joinClass(port, { code: CODE, name, secret }),
    get: (path, cookie = '', headers = {}) =>
      fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie, ...headers }, redirect: 'manual' }),
  }
}

/** The secret in a learner's cookie. */
export const secretIn = ({ cookie }: Joined): string => cookie.split('.').at(-1)!
