import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { processEnd } from '../process-end.ts'
import { type Cgroups, joinLeaf } from './cgroups.ts'
import { removeCgroups } from './remove-cgroups.ts'
import { removeState, stateFile } from './state.ts'

/** The process that holds one scratch machine: when its standard input ends, the machine does. */
export interface Keeper {
  readonly pid: number
  /** What the machine says while it starts, line by line. */
  lines(): AsyncIterable<string>
  /** Resolves when the machine has ended, for whatever reason, and nothing is left of it, with what it said on standard error. */
  readonly ended: Promise<string>
  /** Ends the machine, and waits until nothing is left of it. */
  end(): Promise<void>
  /** Lets go of the keeper and the machine, that are to outlive this process. */
  release(): Promise<void>
}

/** Milliseconds that a machine may take to end before all that runs in it is killed. */
const PATIENCE = 5000

/** Where Debian has the commands of administrators; the PATH of a user who became root may lack it. */
const SBIN = '/usr/local/sbin:/usr/sbin:/sbin'

/** Starts `keeper.sh` for a machine that has been written down, and whose control groups have been made. */
export const startKeeper = (id: string, cgroups: Cgroups, settings: Record<string, string>): Keeper => {
  const { directories, hierarchies } = cgroups
  const keeper = spawn('sh', [join(import.meta.dirname, 'keeper.sh'), stateFile(id), ...directories], {
    env: {
      ...process.env,
      PATH: `${process.env.PATH ?? '/usr/bin:/bin'}:${SBIN}`,
      ...settings,
      LW_LEAF: joinLeaf(cgroups, 'lan'),
      LW_CGROUPS: hierarchies,
      LW_GROUP: hierarchies === 'v2' ? directories.join() : '',
      LW_FREEZER: directories.find((directory) => existsSync(join(directory, 'freezer.state'))) ?? '',
    },
    stdio: 'pipe',
    // In a session of its own: Ctrl-C is for the runner, which then ends the machine in order.
    detached: true,
  })
  // A keeper that ends early breaks the pipe; what it said on standard error is told instead.
  keeper.stdin.on('error', () => {})
  let said = ''
  keeper.stderr.on('data', (chunk) => {
    said += chunk
  })
  const ended = processEnd(keeper).then(async ({ error }) => {
    // Not a keeper that was killed itself: what it held is removed here.
    await removeCgroups(directories)
    removeState(id)
    return error ?? said
  })
  return {
    pid: keeper.pid ?? 0,
    async *lines() {
      yield* createInterface({ input: keeper.stdout })
    },
    ended,
    async end() {
      keeper.stdin.end()
      const timer = setTimeout(() => void removeCgroups(directories), PATIENCE)
      await ended
      clearTimeout(timer)
    },
    async release() {
      await new Promise<void>((resolve) => keeper.stdin.end('keep\n', resolve))
      keeper.stdout.destroy()
      keeper.stderr.destroy()
      keeper.unref()
    },
  }
}
