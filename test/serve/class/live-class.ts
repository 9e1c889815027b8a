/** `labwright class` in a process of its own, which can be killed and gone on with. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import type { LearnerView, TeacherView } from '../../../runner/class/view.ts'
import { LABWRIGHT } from '../../cli/labwright.ts'
import { TestPage } from '../test-page.ts'
import { tinySite } from '../tiny-site.ts'
import { ClassPage } from './class-page.ts'
import { type Joined, joinClass } from './join.ts'

export class LiveClass {
  readonly process: ChildProcess
  readonly port: number
  readonly code: string
  /** Of the teacher. */
  readonly cookie: string
  readonly teacherAddress: string
  readonly joinAddress: string

  private constructor(child: ChildProcess, joinAddress: string, teacherAddress: string) {
    const { port, searchParams } = new URL(teacherAddress)
    this.process = child
    this.joinAddress = joinAddress
    this.teacherAddress = teacherAddress
    this.port = Number(port)
    this.code = new URL(joinAddress).searchParams.get('code')!
    this.cookie = `labwright-teacher-${port}=${searchParams.get('token')}`
  }

  /** Starts a class, and waits until it tells its addresses. It is ended when the test is. */
  static start(cwd: string, args: string[] = [], site = tinySite()): Promise<LiveClass> {
    return LiveClass.#run(cwd, ['start', '--port', '0', '--site', site, ...args])
  }

  /** Goes on with the latest class. */
  static resume(cwd: string): Promise<LiveClass> {
    return LiveClass.#run(cwd, ['resume'])
  }

  static async #run(cwd: string, args: string[]): Promise<LiveClass> {
    const child = spawn(process.execPath, [LABWRIGHT, 'class', ...args], {
      cwd,
      env: { ...process.env, XDG_DATA_HOME: `${cwd}/data` },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    const addresses = await new Promise<RegExpExecArray>((resolve, reject) => {
      child.once('exit', (status) => reject(new Error(`it ended with ${status}:\n${said}`)))
      const hear = (chunk: string): void => {
        said += chunk
        const found = /learners: (\S+)\nteacher: +(\S+)\n/.exec(said)
        if (found) resolve(found)
      }
      child.stdout!.on('data', hear)
      child.stderr!.on('data', hear)
    })
    const live = new LiveClass(child, addresses[1]!, addresses[2]!)
    onTestFinished(() => live.end('SIGTERM'))
    return live
  }

  join(name: string, secret = ''): Promise<Joined> {
    return joinClass(this.port, { code: this.code, name, secret })
  }

  /** A learner's page of a lab. */
  open({ cookie }: Joined, lab: string): Promise<TestPage> {
    return TestPage.open(this.port, cookie, lab)
  }

  desk(): Promise<ClassPage<TeacherView>> {
    return ClassPage.open(this.port, this.cookie)
  }

  seat({ cookie }: Joined): Promise<ClassPage<LearnerView>> {
    return ClassPage.open(this.port, cookie)
  }

  /** Over a learner's shoulder. */
  shoulder(learner: string, lab: string): Promise<TestPage> {
    return TestPage.at(this.port, this.cookie, `/live/class/shoulder/${learner}/${lab}`)
  }

  /** Ends it, and waits until it has gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return
    const ended = once(this.process, 'exit')
    this.process.kill(signal)
    await ended
  }
}
