import { afterAll, describe, expect, it } from 'vitest'
import { MachineError } from '../../../runner/machine/machine.ts'
import { cleanScratch, livingMachines } from '../../../runner/machine/scratch/clean.ts'
import { ScratchMachine } from '../../../runner/machine/scratch/scratch.ts'
import { scratch } from '../../play/play-lesson.ts'
import { remains } from './remains.ts'
import { startRunner } from './runner.ts'

const SIZE = { columns: 80, rows: 24 }
/** Whatever a test that fails leaves. */
const kept: string[] = []
afterAll(() => cleanScratch((id) => kept.includes(id)))

const ofMine = (id: string) => livingMachines().find((living) => living.id === id)?.of

describe('a machine that is kept', () => {
  it('outlives its runner, is entered by another, and is ended by clean', async () => {
    const runner = await startRunner(['keep'])
    await runner.ended
    const [id = ''] = runner.ids
    kept.push(id)
    expect(ofMine(id)).toBe('kept')

    const machine = await ScratchMachine.attach(id)
    expect(machine).toMatchObject({ id, facts: { 'host.name': 'host', 'host.ip': '10.77.0.10' } })
    expect((await machine.exec('cat note')).stdout).toBe('kept\n')
    const terminal = await machine.open('host', SIZE)
    expect((await terminal.run('cat note; hostname')).output).toBe('kept\nhost\n')
    expect((await machine.exec('docker run --rm busybox echo hi', { timeout: 30_000 })).stdout).toBe('hi\n')
    await expect(machine.reset()).rejects.toBeInstanceOf(MachineError)
    await machine[Symbol.asyncDispose]()
    await expect(terminal.run('true')).rejects.toBeInstanceOf(MachineError)
    expect(ofMine(id)).toBe('kept')

    const again = await ScratchMachine.attach(id)
    expect((await again.exec('cat note')).stdout).toBe('kept\n')
    const pending = expect(again.exec('sleep 1000')).rejects.toBeInstanceOf(MachineError)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const { machines, processes, cgroups } = await cleanScratch((each) => each === id)
    expect(machines).toEqual([id])
    expect(processes).toBeGreaterThan(0)
    expect(cgroups).toBeGreaterThan(0)
    await pending
    expect(remains([id])).toEqual([])
    await expect(ScratchMachine.attach(id)).rejects.toThrow(`there is no scratch machine '${id}'`)
  })

  it('goes on in the process that kept it', async () => {
    const machine = await scratch()
    const terminal = await machine.open('host', SIZE)
    kept.push(machine.id)
    await machine.keep()
    await expect(terminal.run('true')).rejects.toBeInstanceOf(MachineError)
    expect((await machine.exec('echo on')).stdout).toBe('on\n')
    await machine[Symbol.asyncDispose]()
    expect((await machine.exec('echo still')).stdout).toBe('still\n')
    await cleanScratch((id) => id === machine.id)
    expect(remains([machine.id])).toEqual([])
    await expect(machine.exec('true')).rejects.toBeInstanceOf(MachineError)
  })

  it('is left alone when another is cleaned', async () => {
    const [one, two] = [await scratch(), await scratch()]
    kept.push(one.id, two.id)
    await Promise.all([one.keep(), two.keep()])
    await cleanScratch((id) => id === one.id)
    expect((await two.exec('echo lives')).stdout).toBe('lives\n')
    await cleanScratch((id) => id === two.id)
    expect(remains([one.id, two.id])).toEqual([])
  })
})

describe('clean', () => {
  it('leaves a machine alone that a living runner works with or makes', async () => {
    await using machine = await scratch()
    const runner = await startRunner(['plain', 'plain', 'plain'])
    const mine = (id: string): boolean => id === machine.id || runner.ids.includes(id)
    // While they are made, too.
    for (let times = 0; times < 20; times++) {
      const { machines } = await cleanScratch((id) =>
        livingMachines().some((each) => each.id === id && each.state.runner.pid === runner.pid),
      )
      expect(machines).toEqual([])
    }
    await runner.done
    expect(await cleanScratch(mine)).toEqual({ machines: [], cgroups: 0, processes: 0 })
    expect((await machine.exec('echo lives')).stdout).toBe('lives\n')
    expect(runner.ids.map(ofMine)).toEqual(['runner', 'runner', 'runner'])
    await runner.kill()
    await expect.poll(() => remains(runner.ids), { timeout: 10_000 }).toEqual([])
  })

  it('removes what was left of a machine whose runner and keeper were both killed', async () => {
    const runner = await startRunner(['docker'])
    await runner.done
    const [id = ''] = runner.ids
    const { keeper } = livingMachines().find((each) => each.id === id)!.state
    process.kill(keeper, 'SIGKILL')
    await runner.kill()
    expect(remains([id])).not.toEqual([])
    await cleanScratch((each) => each === id)
    expect(remains([id])).toEqual([])
    expect(await cleanScratch((each) => each === id)).toEqual({ machines: [], cgroups: 0, processes: 0 })
  })
})
