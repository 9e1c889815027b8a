import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pass } from './join.ts'

const ROOT = join(import.meta.dirname, '../../..')

/** Milliseconds until it must have said where it is: it may have to build the site. */
const PATIENCE = 180_000

/** `labwright class` in a process of its own, that can be killed and gone on with. */
export class ClassServer implements AsyncDisposable {
  /** Where learners join, and with what. */
  readonly origin: string
  readonly code: string
  /** As the teacher's browser opens it, with what lets them in. */
  readonly teacher: URL
  readonly #data: string
  #process: ChildProcess

  private constructor(process: ChildProcess, data: string, said: string) {
    this.#process = process
    this.#data = data
    const join = new URL(addressAfter('learners', said)!)
    this.origin = join.origin
    this.code = join.searchParams.get('code') ?? /\bcode\b\W*([A-Z0-9][A-Z0-9-]{5,})/i.exec(said)?.[1] ?? ''
    this.teacher = new URL(addressAfter('teacher', said)!)
  }

  /**
   * Opens a class on one lab. Its data are in a folder of its own, which goes with it.
   * @param site a built site; without it, the one of this folder
   */
  static async start(lab: string, learners: number, site?: string): Promise<ClassServer> {
    const data = await mkdtemp(join(tmpdir(), 'labwright-class-'))
    const args = ['start', '--labs', lab, '--port', '0', '--learners', String(learners)]
    const { child, said } = await run([...args, ...(site ? ['--site', site] : [])], data)
    return new ClassServer(child, data, said)
  }

  get pid(): number {
    return this.#process.pid!
  }

  /** As by a power cut. */
  async kill(): Promise<void> {
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await ended
  }

  /** Goes on with the class, at the same address. */
  async resume(): Promise<void> {
    const { child } = await run(['resume'], this.#data)
    this.#process = child
  }

  /** Lets the teacher in, as opening their address does. */
  async teacherPass(): Promise<Pass> {
    const answer = await fetch(this.teacher, { redirect: 'manual' })
    const cookie = answer.headers.getSetCookie().map((each) => each.split(';')[0])
    if (cookie.length === 0) throw new Error(`the teacher is not let in: the server answers ${answer.status}`)
    return { origin: this.teacher.origin, cookie: cookie.join('; ') }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, 'exit')
      this.#process.kill('SIGTERM')
      await ended
    }
    await rm(this.#data, { recursive: true, force: true })
  }
}

/** Starts it, and waits until it has said both of its addresses. @throws where it ends before */
const run = async (args: string[], data: string): Promise<{ child: ChildProcess; said: string }> => {
  const child = spawn(process.execPath, [join(ROOT, 'runner/cli/labwright.js'), 'class', ...args], {
    cwd: ROOT,
    env: { ...process.env, XDG_DATA_HOME: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // Whoever ends this process ends the class too.
  const end = (): boolean => child.kill()
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  let said = ''
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`labwright class ${args[0]} ${why}:\n${said}`))
    const timer = setTimeout(() => {
      child.kill()
      fail('does not say where it is')
    }, PATIENCE)
    child.stdout!.on('data', (chunk) => {
      said += chunk
      if (!addressAfter('learners', said) || !addressAfter('teacher', said)) return
      clearTimeout(timer)
      resolve({ child, said })
    })
    child.once('exit', (status) => {
      clearTimeout(timer)
      fail(`ended with ${status}`)
    })
  })
}

/** The address on the line that begins with a word; the line must be whole. */
const addressAfter = (word: string, said: string): string | undefined =>
  new RegExp(`^\\s*${word}\\b.*?(https?://\\S+).*\\n`, 'im').exec(said)?.[1]
