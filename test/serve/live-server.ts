/** `labwright serve` in a process of its own, which can be killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import { folder, LABWRIGHT, lab } from '../cli/labwright.ts'
import { block } from '../lab/lesson.ts'
import { TestPage } from './test-page.ts'
import { tinySite } from './tiny-site.ts'

const TWO_STEPS = `---
title: A lab
description: D
minutes: 5
---

${block('setup', 'host$ touch /tmp/ready')}

## One {#one}

${block('console', 'host$ cat /tmp/ready && echo "line $((1 + 1))"', 'line 2', 'other$ echo there', 'there')}

## Two {#two}

${block('console', 'host$ touch /tmp/two')}

${block('check it is there', 'host$ test -e /tmp/two')}

${block('question What is two?', 'host$ echo 2', '{answer}')}
`

/** A folder with two labs, `alpha` of two steps and `omega` of one. */
export const labsFolder = (): string =>
  folder({
    'labs/alpha/index.md': TWO_STEPS,
    'labs/omega/index.md': lab(block('console', 'host$ echo one', 'one')),
    'data/empty': '',
  })

export class LiveServer {
  readonly process: ChildProcess
  readonly address: string
  readonly port: number
  readonly cookie: string
  #said = ''

  private constructor(child: ChildProcess, address: string, said: string) {
    this.process = child
    this.address = address
    this.#said = said
    const { port, searchParams } = new URL(address)
    this.port = Number(port)
    this.cookie = `labwright-${port}=${searchParams.get('token')}`
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (chunk) => {
        this.#said += chunk
      })
    }
  }

  /** Starts it, and waits until it tells its address. It is ended when the test is. */
  static async start(cwd: string, args: string[] = []): Promise<LiveServer> {
    const child = spawn(
      process.execPath,
      [LABWRIGHT, 'serve', '--port', '0', '--site', tinySite(), ...args],
      {
        cwd,
        env: { ...process.env, XDG_DATA_HOME: `${cwd}/data` },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let said = ''
    child.stderr!.on('data', (chunk) => {
      said += chunk
    })
    const address = await new Promise<string>((resolve, reject) => {
      child.once('exit', (status) => reject(new Error(`it ended with ${status}:\n${said}`)))
      child.stdout!.on('data', (chunk) => {
        said += chunk
        const found = /http:\S+/.exec(said)?.[0]
        if (found) resolve(found)
      })
    })
    const server = new LiveServer(child, address, said)
    onTestFinished(() => server.end('SIGTERM'))
    return server
  }

  get pid(): number {
    return this.process.pid!
  }

  /** All that it printed. */
  get said(): string {
    return this.#said
  }

  open(lab: string): Promise<TestPage> {
    return TestPage.open(this.port, this.cookie, lab)
  }

  /** Resident memory in bytes. */
  get memory(): number {
    return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))![1])
  }

  /** Ends it, and waits until it has gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return
    const ended = once(this.process, 'exit')
    this.process.kill(signal)
    await ended
  }
}
