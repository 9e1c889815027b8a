import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { execa } from 'execa'

/** The process that holds one scratch machine: when its standard input ends, the machine does. */
export interface Keeper {
  pid: number
  /** What `lan.sh` says while the machine starts, line by line. */
  lines(): AsyncIterable<string>
  /** The machine is to outlive its runner. */
  keep(): void
  /** Ends the machine, waits until nothing of it is left, and returns what was said on standard error. */
  end(): Promise<string>
  /** Lets go of the keeper without ending it; only after `keep`. */
  release(): void
}

/** Starts `keeper.sh` for a machine whose control groups have been made. */
export const startKeeper = (
  stateDirectory: string,
  cgroups: string[],
  env: Record<string, string>,
): Keeper => {
  const keeper = execa('bash', [join(import.meta.dirname, 'keeper.sh'), stateDirectory, ...cgroups], {
    env,
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: { stdout: false, stderr: true },
    reject: false,
    // In a session of its own: Ctrl-C is for the runner, which then ends the machine in order.
    detached: true,
    cleanup: false,
  })
  // A keeper that ends early breaks the pipe; what it said on standard error is told instead.
  keeper.stdin.on('error', () => {})
  return {
    pid: keeper.pid ?? 0,
    lines: () => createInterface({ input: keeper.stdout }),
    keep: () => void keeper.stdin.write('keep\n'),
    async end() {
      keeper.stdin.end()
      const { stderr } = await keeper
      return stderr
    },
    release() {
      keeper.stdin.end()
      keeper.stdout.destroy()
      keeper.stderr.destroy()
      keeper.unref()
    },
  }
}
