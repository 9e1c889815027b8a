/**
 * The `host` machine: this computer itself. Only when asked for by name and confirmed; what a lab changes stays
 * changed, but for what its `cleanup` blocks undo.
 */
import { readFile } from 'node:fs/promises'
import { hostname, release, userInfo } from 'node:os'
import { execa } from 'execa'
import { spawnPty } from '../../terminal/node-pty.ts'
import { openShell } from '../../terminal/shell.ts'
import { SHELL_COMMAND } from '../../terminal/supervisor.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { execute } from '../execute.ts'
import {
  type ExecOptions,
  type Facts,
  type Machine,
  MachineError,
  type Output,
  type Size,
} from '../machine.ts'

export class HostMachine implements Machine {
  readonly kind = 'host'
  readonly id = 'host'
  readonly pace = 1
  readonly facts: Facts
  readonly #attended: boolean
  readonly #terminals = new Set<Terminal>()

  private constructor(facts: Facts, attended: boolean) {
    this.facts = facts
    this.#attended = attended
  }

  /** Reads this computer's facts. Changes nothing. */
  static async create(options: { attended?: boolean } = {}): Promise<HostMachine> {
    return new HostMachine(await readFacts(), options.attended ?? false)
  }

  async open(terminal: string, size: Size): Promise<Terminal> {
    const [file = 'bash', ...args] = SHELL_COMMAND
    const opened = await openShell({
      name: terminal,
      attended: this.#attended,
      size,
      pty: spawnPty(file, args, {
        ...size,
        env: { ...process.env, TERM: 'xterm-256color' },
        cwd: userInfo().homedir,
      }),
      kill: (script) => this.exec(script, { timeout: 5000 }),
    })
    this.#terminals.add(opened)
    return opened
  }

  async exec(script: string, options: ExecOptions = {}): Promise<Output> {
    return execute(['bash', '-c', script], options)
  }

  /** @throws MachineError always: nobody can make a computer as new */
  async reset(): Promise<void> {
    throw new MachineError(
      'the host machine cannot be reset',
      'use --machine scratch, or undo by hand what the lab did',
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const terminal of this.#terminals) await terminal[Symbol.asyncDispose]()
    this.#terminals.clear()
  }
}

/** The address and the interface that lead out, and what runs here. A computer without a network has fewer facts. */
const readFacts = async (): Promise<Facts> => {
  const run = async (file: string, ...args: string[]): Promise<string> => {
    const { stdout, exitCode } = await execa(file, args, { reject: false })
    return exitCode === 0 ? String(stdout) : ''
  }
  // An address of TEST-NET-1 (RFC 5737): nothing is sent, only the route is looked up.
  const [, device, address] =
    /dev (\S+).* src (\S+)/.exec(await run('ip', '-4', 'route', 'get', '192.0.2.1')) ?? []
  const gateway = /via (\S+)/.exec(await run('ip', '-4', 'route', 'show', 'default'))?.[1]
  const prefix =
    device &&
    new RegExp(` inet (${address}/\\d+)`).exec(
      await run('ip', '-4', '-o', 'addr', 'show', 'dev', device),
    )?.[1]
  const lan =
    device && (await run('ip', '-4', 'route', 'show', 'dev', device, 'proto', 'kernel')).split(' ')[0]
  const mac = device && (await readFile(`/sys/class/net/${device}/address`, 'utf8').catch(() => '')).trim()
  const docker = (await run('docker', 'version', '--format', '{{.Server.Version}}')).trim()
  const found = {
    'host.name': hostname(),
    'host.ip': address,
    'host.cidr': prefix,
    'host.mac': mac,
    'host.gateway': gateway,
    'host.lan': lan,
    'docker.version': docker,
    'kernel.version': release(),
  }
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => Boolean(entry[1])),
  )
}
