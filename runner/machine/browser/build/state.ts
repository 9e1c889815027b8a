/** Boots what was built, and saves the machine once it is ready. */
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openShell, randomToken } from '../../../terminal/shell.ts'
import { SHELL_COMMAND } from '../../../terminal/supervisor.ts'
import type { Progress } from '../../image/build.ts'
import { DROP, DROPPED_CAPABILITIES } from '../../scratch/enter.ts'
import { LAN } from '../../scratch/members.ts'
import { Agent } from '../agent.ts'
import { Disk } from '../disk.ts'
import { Emulator, OVER } from '../emulator.ts'
import type { BrowserSystem } from './system.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Minutes for the emulator to boot; half a minute is usual on a quiet computer. */
const PATIENCE = 10

/**
 * What makes Linux quick in v86, which is alone with itself: no watchdogs, no mitigations, no auditing; and time comes from the
 * processor's counter.
 */
const COMMAND_LINE = [
  ...['console=ttyS0', 'quiet', 'panic=-1', 'oops=panic', 'tsc=reliable', 'mitigations=off'],
  ...['random.trust_cpu=on', 'nowatchdog', 'nokaslr', 'apparmor=0', 'audit=0', 'noapic'],
  // What nobody uses is zero, and packs to nothing.
  ...['init_on_alloc=0', 'init_on_free=1'],
  'rcupdate.rcu_expedited=1',
]

export interface Booting {
  system: BrowserSystem
  wasm: Bytes
  /** Bytes. */
  memory: number
  docker: boolean
  progress: Progress
}

/**
 * @returns the state
 * @throws Error where it does not come up
 */
export const makeState = async ({ system, wasm, memory, docker, progress }: Booting): Promise<Bytes> => {
  progress('a first boot in the emulator')
  const file = await open(system.disk)
  try {
    const { size } = await file.stat()
    let failed = (_error: unknown): void => {}
    const disk = new Disk(
      { bytes: size, part: 2 ** 20 },
      async (index) => {
        const part = new Uint8Array(Math.min(2 ** 20, size - index * 2 ** 20))
        await file.read(part, 0, part.length, index * 2 ** 20)
        return part
      },
      (error) => failed(error),
    )
    const bytes = async (path: string): Promise<Bytes> => new Uint8Array(await readFile(path))
    const settings = [
      'LW_MACHINES=host',
      `LW_LAN=${LAN}`,
      `LW_DOCKER=${docker ? 'yes' : 'no'}`,
      'LW_PROCESSES=1024',
      'LW_RESERVED=64',
      'LW_EMULATED=yes',
      `"LW_DROP=${DROP.join(' ')}"`,
      `LW_DROPPED=${DROPPED_CAPABILITIES.join(',')}`,
    ]
    const emulator = await Emulator.create({
      memory,
      wasm,
      disk,
      boot: {
        bios: await bytes(system.bios),
        vgaBios: await bytes(system.vgaBios),
        kernel: await bytes(system.bzImage),
        initramfs: await bytes(system.initramfs),
        commandLine: [...COMMAND_LINE, ...settings].join(' '),
      },
    })
    const agent = new Agent(emulator.port(0))
    try {
      await new Promise<void>((resolve, reject) => {
        const said: string[] = []
        const giveUp = (why: string) =>
          reject(new Error(`the emulator did not come up: ${why}\n${said.join('\n')}`))
        failed = (error) => giveUp(String(error))
        const timer = setTimeout(() => giveUp(`nothing for ${PATIENCE} minutes`), PATIENCE * 60_000)
        emulator.onConsoleLine((line) => {
          said.push(line)
          if (process.env.LABWRIGHT_DEBUG) console.error(line)
          if (line.includes(OVER)) giveUp('it has ended')
          if (!line.includes('labwright: ready')) return
          clearTimeout(timer)
          resolve()
        })
        void emulator.run()
      })
      await agent.started
      progress('its caches are warmed')
      return await warmUp(emulator, agent)
    } finally {
      await emulator.destroy()
    }
  } finally {
    await file.close()
  }
}

/** Milliseconds for a shell to be there. */
const TIMEOUT = 600_000

/** Bytes of memory that are left when the machine is pressed for it. */
const LEFT_FREE = 12 * 2 ** 20

/** Takes nearly all memory that is free, and gives it back: what the machine has read of its disk and used only once goes. */
const PRESS = `exec python3 -c '
import mmap
free = int(next(line for line in open("/proc/meminfo") if line.startswith("MemFree")).split()[1]) * 1024 - ${LEFT_FREE}
taken = mmap.mmap(-1, max(4096, free))
for at in range(0, max(4096, free), 4096): taken[at] = 1
'`

/** Does what learners do first, so that a machine that goes on from here has it at hand. */
const warmUp = async (emulator: Emulator, agent: Agent): Promise<Bytes> => {
  await agent.greet(crypto.getRandomValues(new Uint8Array(32)), false)
  const kill = (script: string) => agent.run(script)
  const size = { columns: 80, rows: 24 }
  for (const attended of [false, true]) {
    const pty = agent.open(SHELL_COMMAND, size)
    await using terminal = await openShell({ name: 'host', attended, pty, size, kill, timeout: TIMEOUT })
    await terminal.run('ls /; ps; exit')
  }
  const { stderr, exit } = await agent.run(await readFile(join(import.meta.dirname, 'warm-up.sh'), 'utf8'))
  if (exit !== 0) throw new Error(`the new machine could not be warmed up: ${stderr}`)
  const spare = { name: 'host', token: randomToken(), attended: true }
  const pty = agent.open(SHELL_COMMAND, size, spare)
  await openShell({ ...spare, pty, size, kill, timeout: TIMEOUT })
  await agent.run(PRESS, { timeout: TIMEOUT })
  await agent.hold()
  await emulator.stop()
  return emulator.save()
}
