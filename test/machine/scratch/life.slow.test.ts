import { describe, expect, it } from 'vitest'
import { MachineError } from '../../../runner/machine/machine.ts'
import { livingMachines } from '../../../runner/machine/scratch/clean.ts'
import { ScratchMachine } from '../../../runner/machine/scratch/scratch.ts'
import { scratch } from '../../play/play-lesson.ts'
import { readImages, remains } from './remains.ts'

const SIZE = { columns: 80, rows: 24 }

describe('reset', () => {
  it('makes the machine as new under its old id, and ends its terminals', async () => {
    await using machine = await scratch()
    const { id, facts } = machine
    const terminal = await machine.open('host', SIZE)
    await terminal.run(
      'touch /root/mine /etc/mine; ip link add mine0 type dummy || ip link add mine0 type bridge',
    )
    await machine.exec('docker run -d --name mine busybox sleep 1000', { timeout: 30_000 })
    const pending = expect(terminal.run('sleep 1000')).rejects.toBeInstanceOf(MachineError)

    await machine.reset()
    await pending
    await expect(terminal.run('true')).rejects.toBeInstanceOf(MachineError)
    expect(machine.id).toBe(id)
    expect({ ...machine.facts, 'host.mac': '' }).toEqual({ ...facts, 'host.mac': '' })
    const { stdout } = await machine.exec('ls /root /etc/mine; ip -o link; docker ps -aq; ps -A -o args')
    expect(stdout).not.toMatch(/mine/)
    await using again = await machine.open('host', SIZE)
    expect((await again.run('echo new')).output).toBe('new\n')
  })

  it('brings back a machine that was killed', async () => {
    await using machine = await scratch()
    process.kill(livingMachines().find(({ id }) => id === machine.id)!.state.members[0]!.pid, 'SIGKILL')
    await expect.poll(() => machine.exec('true').catch(String)).toMatch('MachineError')
    await machine.reset()
    expect((await machine.exec('echo again')).stdout).toBe('again\n')
  })

  it('can be done over and over', async () => {
    const machine = await scratch()
    for (let times = 0; times < 5; times++) await machine.reset()
    expect((await machine.exec('hostname')).stdout).toBe('host\n')
    await machine[Symbol.asyncDispose]()
    expect(remains([machine.id])).toEqual([])
  })
})

describe('dispose', () => {
  it('leaves nothing, also when it is done twice or twice at once', async () => {
    const machine = await scratch({ twoMachines: true })
    const terminal = await machine.open('beta', SIZE)
    const pending = expect(terminal.run('sleep 1000')).rejects.toBeInstanceOf(MachineError)
    const script = expect(machine.exec('sleep 1000')).rejects.toBeInstanceOf(MachineError)
    await Promise.all([machine[Symbol.asyncDispose](), machine[Symbol.asyncDispose]()])
    expect(remains([machine.id])).toEqual([])
    await Promise.all([pending, script])
    await machine[Symbol.asyncDispose]()
    await expect(machine.exec('true')).rejects.toBeInstanceOf(MachineError)
    await expect(machine.open('host', SIZE)).rejects.toBeInstanceOf(MachineError)
  })

  it('waits for a reset that has begun', async () => {
    const machine = await scratch()
    const reset = machine.reset()
    await machine[Symbol.asyncDispose]()
    await reset
    expect(remains([machine.id])).toEqual([])
  })

  it('does not wait for a frozen container', async () => {
    await using machine = await scratch()
    const { exit } = await machine.exec('docker run -d --name ice busybox sleep 1000 && docker pause ice', {
      timeout: 30_000,
    })
    expect(exit).toBe(0)
    const began = Date.now()
    await machine[Symbol.asyncDispose]()
    expect(Date.now() - began).toBeLessThan(3000)
    expect(remains([machine.id])).toEqual([])
  })
})

describe('a machine that can’t be made', () => {
  it.each([
    ['its image has gone', { image: { folder: '/nonexistent' } }, /did not start: .*nonexistent/],
    ['its limits are nonsense', { limits: { processes: -7 } }, /no control group could be made/],
    ['its limits are too small to live', { limits: { processes: 6 } }, /did not start/],
    ['its disk has no size', { limits: { disk: -1 } }, /did not start/],
  ])('says so where %s, and leaves nothing', async (_, options, message) => {
    const [image] = await readImages()
    const before = remains([], process.pid)
    const broken = { ...options, image: { ...image!, ...('image' in options ? options.image : {}) } }
    const began = Date.now()
    const error = await ScratchMachine.create(broken).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(MachineError)
    expect(error).toMatchObject({
      message: expect.stringMatching(message),
      mend: expect.stringContaining('labwright doctor'),
    })
    expect(Date.now() - began).toBeLessThan(10_000)
    expect(remains([], process.pid)).toEqual(before)
  })
})
