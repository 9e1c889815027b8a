import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { spawnPty } from '../../runner/terminal/node-pty.ts'
import { openShell } from '../../runner/terminal/shell.ts'
import { SHELL_COMMAND } from '../../runner/terminal/supervisor.ts'

/** In the environment of all that these tests start. */
const BADGE = `LABWRIGHT_TEST=${process.pid}-${process.hrtime.bigint()}`

/** A shell on a PTY of this computer, as a machine would open it. */
export function openTestShell({
  attended = false,
  columns = 80,
  rows = 24,
  name = 'host',
  argv = SHELL_COMMAND,
} = {}) {
  const [file, ...args] = argv
  const [badge, value] = BADGE.split('=')
  const env = {
    // No ~/.bashrc to surprise nested shells, and no history file to write.
    HOME: '/nonexistent',
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    [badge!]: value,
  }
  return openShell({
    name,
    attended,
    size: { columns, rows },
    pty: spawnPty(file!, args, { env, cwd: '/tmp', columns, rows }),
    kill: (script) => new Promise<void>((resolve) => execFile('bash', ['-c', script], () => resolve())),
  })
}

/** Processes started here that still live, once those that are just ending had a second to do so. */
export async function leftovers(): Promise<string[]> {
  for (let attempt = 0; attempt < 20; attempt++) {
    if (living().length === 0) return []
    await delay(50)
  }
  return living()
}

function living(): string[] {
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return ''
    }
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/environ`).includes(BADGE))
    .map((pid) => `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`)
}
