/** What happens when a VM, its runner or what it starts from comes to harm. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureImage } from '../../../runner/machine/image/build.ts'
import { send } from '../../../runner/machine/kill-tree.ts'
import { cleanVms, livingVms } from '../../../runner/machine/vm/clean.ts'
import { ensureSystem } from '../../../runner/machine/vm/system.ts'
import { VmMachine } from '../../../runner/machine/vm/vm.ts'
import { folder, lab, labwright } from '../../cli/labwright.ts'
import { block } from '../../lab/lesson.ts'
import { makeVm, processesOf, qemuOf, remainsOf } from './make-vm.ts'

describe('a QEMU that is killed', () => {
  it('is told of by its id: exit status 3, the line of the lesson, nothing left behind', async () => {
    const before = new Set(livingVms().map(({ id }) => id))
    const cwd = folder({ 'labs/long/index.md': lab(block('console', '$ sleep 1000 # here', 'never')) })
    const running = labwright(['test', 'long', '--machine', 'vm', '--timeout', '1000s'], { cwd })
    let id = ''
    await expect
      .poll(
        () =>
          (id = livingVms().find((each) => !before.has(each.id) && each.state.members.length > 0)?.id ?? ''),
        {
          timeout: 120_000,
        },
      )
      .not.toBe('')
    const qemu = qemuOf(id)
    // The command is to run by then.
    await new Promise((resolve) => setTimeout(resolve, 8000))
    process.kill(qemu, 'SIGKILL')
    const { exit, stdout, stderr } = await running
    expect(exit).toBe(3)
    expect(stdout + stderr).toMatch(/the machine went away at .*index\.md:\d+, while `sleep 1000 # here` ran/)
    expect(remainsOf(id)).toEqual([])
  })

  it('ends terminals, and what is asked of it from then on', async () => {
    await using machine = await makeVm()
    const terminal = await machine.open('host', { columns: 80, rows: 24 })
    const ended = new Promise((resolve) => terminal.onEnd(resolve))
    const running = expect(terminal.run('sleep 1000')).rejects.toThrow('gone')
    process.kill(qemuOf(machine.id), 'SIGKILL')
    await Promise.all([ended, running])
    await expect(machine.exec('true')).rejects.toThrow(`machine ${machine.id} has gone`)
    await expect(machine.open('host-2', { columns: 80, rows: 24 })).rejects.toThrow('has gone')
    await machine.reset()
    expect((await machine.exec('echo here')).stdout).toBe('here\n')
  })
})

describe('a VM that stands still', () => {
  it('keeps nobody waiting: what is asked of it is late, and a reset helps', async () => {
    await using machine = await makeVm()
    process.kill(qemuOf(machine.id), 'SIGSTOP')
    expect((await machine.exec('true', { timeout: 1000 })).exit).toBeUndefined()
    await expect(machine.exec('true', { signal: AbortSignal.timeout(500) })).rejects.toThrow('timeout')
    await Promise.all([machine.reset(), machine.reset()])
    expect((await machine.exec('echo here')).stdout).toBe('here\n')
  })

  it('is given up in the middle of a script, too', async () => {
    await using machine = await makeVm()
    const script = machine.exec('sleep 1000', { timeout: 4000 })
    await new Promise((resolve) => setTimeout(resolve, 2000))
    process.kill(qemuOf(machine.id), 'SIGSTOP')
    expect((await script).exit).toBeUndefined()
  })
})

describe('a VM whose keeper is killed', () => {
  it('can be reset all the same, and leaves nothing', async () => {
    const machine = await makeVm()
    const { id } = machine
    process.kill(livingVms().find((each) => each.id === id)!.state.keeper!.pid, 'SIGKILL')
    await expect.poll(() => processesOf(id), { timeout: 20_000 }).toEqual([])
    await machine.reset()
    expect((await machine.exec('echo here')).stdout).toBe('here\n')
    await machine[Symbol.asyncDispose]()
    expect(remainsOf(id)).toEqual([])
  })
})

describe('a runner that is killed', () => {
  it('takes its VMs along', async () => {
    const { child, id } = await startRunner()
    expect(processesOf(id)).not.toEqual([])
    child.kill('SIGKILL')
    await expect.poll(() => remainsOf(id), { timeout: 20_000 }).toEqual([])
  })

  it('leaves something only where what keeps the VM was killed too, and clean removes that', async () => {
    const { child, id } = await startRunner()
    child.kill('SIGSTOP')
    // One takes another along.
    for (const pid of processesOf(id)) if (pid !== qemuOf(id)) send(pid, 'SIGKILL')
    child.kill('SIGKILL')
    await once(child, 'exit')
    await expect.poll(() => processesOf(id), { timeout: 20_000 }).toEqual([])
    await cleanVms((each) => each === id)
    expect(remainsOf(id)).toEqual([])
  })
})

describe('a VM that is kept', () => {
  it('can be entered by others, beside each other, until it is cleaned away', async () => {
    const machine = await makeVm({ lab: 'netns' })
    const { id } = machine
    await machine.exec('echo kept >/root/note')
    await machine.keep()
    await machine[Symbol.asyncDispose]()
    {
      await using visitor = await VmMachine.attach(id)
      expect((await visitor.exec('cat /root/note')).stdout).toBe('kept\n')
      await expect(visitor.reset()).rejects.toThrow('was kept')
    }
    await using again = await VmMachine.attach(id)
    expect((await again.exec('cat /root/note')).stdout).toBe('kept\n')
    expect(await cleanVms((each) => each === id)).toEqual([id])
    await expect.poll(() => remainsOf(id), { timeout: 20_000 }).toEqual([])
    await expect(VmMachine.attach(id)).rejects.toThrow(`there is no VM '${id}'`)
  })
})

describe('what VMs start from', () => {
  // A shape that no lab has, nor a run of these tests that was killed, and so a snapshot of its own.
  const limits = { processes: 10_000 + (process.pid % 10_000) }
  let snapshot: string
  let before: string[] = []

  const system = async () => ensureSystem(await ensureImage(() => {}), () => {})
  const snapshots = async (): Promise<string[]> => {
    const folder = join((await system()).folder, 'snapshots')
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
  }
  /** Makes a VM that must answer. Says whether its snapshot was made for it. */
  const makesAnew = async (): Promise<boolean> => {
    const told: string[] = []
    await using machine = await makeVm({ limits, progress: (what) => told.push(what) })
    expect((await machine.exec('echo here')).stdout).toBe('here\n')
    return told.some((what) => what.startsWith('a VM with no Docker, one machine'))
  }

  beforeAll(async () => {
    before = await snapshots()
    expect(await makesAnew()).toBe(true)
    expect(await makesAnew()).toBe(false)
    snapshot = (await snapshots()).find((each) => !before.includes(each) && !basename(each).startsWith('.'))!
  })

  afterAll(async () => {
    for (const made of await snapshots())
      if (!before.includes(made)) rmSync(made, { recursive: true, force: true })
  })

  const overwrite = (file: string): void => {
    const opened = openSync(file, 'r+')
    writeSync(opened, 'damage', 1000)
    closeSync(opened)
  }

  it.each([
    ['memory was written into', () => overwrite(join(snapshot, 'memory'))],
    [
      'state is of no use, though it looks as it was made',
      () => {
        const file = join(snapshot, 'state')
        const { size, mtimeNs } = statSync(file, { bigint: true })
        writeFileSync(file, Buffer.alloc(Number(size)))
        // To the nanosecond, which utimes(2) of Node can't.
        execFileSync('touch', [
          '--date',
          `@${mtimeNs / 10n ** 9n}.${String(mtimeNs % 10n ** 9n).padStart(9, '0')}`,
          file,
        ])
        expect(statSync(file, { bigint: true }).mtimeNs).toBe(mtimeNs)
      },
    ],
  ])('a snapshot is made again whose %s', async (_, damage) => {
    damage()
    expect(await makesAnew()).toBe(true)
    expect(await makesAnew()).toBe(false)
  })

  it('the disk is made again that was cut short, and its snapshots with it', async () => {
    truncateSync(join((await system()).folder, 'disk'), 1_000_000)
    expect(await makesAnew()).toBe(true)
  })
})

/** A runner in a process of its own, that has a VM. */
const startRunner = async () => {
  const child = spawn('node', ['--import', 'tsx', join(import.meta.dirname, 'runner-script.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout!, 'data')
  return { child, id: String(line).trim() }
}
