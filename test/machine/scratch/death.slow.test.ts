import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { MachineError } from '../../../runner/machine/machine.ts'
import { livingMachines } from '../../../runner/machine/scratch/clean.ts'
import type { ScratchMachine } from '../../../runner/machine/scratch/scratch.ts'
import type { State } from '../../../runner/machine/scratch/state.ts'
import { scratch } from '../../play/play-lesson.ts'
import { groupsOf, namespacesOf, namespacesOutside, remains } from './remains.ts'

const stateOf = (machine: ScratchMachine): State =>
  livingMachines().find(({ id }) => id === machine.id)!.state

/** The process in the machine's control groups that runs a script of ours. */
const runs = (machine: ScratchMachine, script: string): number => {
  const pids = groupsOf([machine.id]).flatMap((group) =>
    readdirSync(group, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('cgroup.procs'))
      .flatMap((file) => readFileSync(`${group}/${file}`, 'utf8').trim().split('\n')),
  )
  const found = pids.find(
    (pid) => pid && /^(\S*sh)\0/.test(commandLine(pid)) && commandLine(pid).includes(`/${script}\0`),
  )
  if (!found) throw new Error(`${script} runs nowhere`)
  return Number(found)
}

const commandLine = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

describe.each<[string, (machine: ScratchMachine) => number]>([
  ['its process 1', (machine) => stateOf(machine).members[0]!.pid],
  ['process 1 of the other machine', (machine) => stateOf(machine).members[1]!.pid],
  ['lan.sh', (machine) => runs(machine, 'lan.sh')],
  ['keeper.sh', (machine) => stateOf(machine).keeper],
])('a machine of which %s is killed', (_, victim) => {
  it('is gone within a second, for all who wait on it, and leaves nothing', async () => {
    const machine = await scratch({ twoMachines: true })
    const inside = namespacesOf([machine.id])
    expect(inside.size).toBeGreaterThan(10)
    const terminal = await machine.open('host', { columns: 80, rows: 24 })
    const ended = new Promise<MachineError>((resolve) => terminal.onEnd(resolve))
    const pending = [
      terminal.run('sleep 1000'),
      machine.exec('sleep 1000'),
      machine.exec('setsid sleep 1000 & wait'),
    ]
    const outcomes = Promise.all(pending.map((each) => each.catch((error: unknown) => error)))
    await new Promise((resolve) => setTimeout(resolve, 300))

    const began = Date.now()
    process.kill(victim(machine), 'SIGKILL')
    for (const outcome of [...(await outcomes), await ended]) expect(outcome).toBeInstanceOf(MachineError)
    expect(Date.now() - began).toBeLessThan(1500)
    await expect(machine.exec('true')).rejects.toBeInstanceOf(MachineError)
    await expect(machine.open('host', { columns: 80, rows: 24 })).rejects.toBeInstanceOf(MachineError)
    await expect(machine.keep()).rejects.toBeInstanceOf(MachineError)

    // Without anybody's doing; and to dispose of it then is no error.
    await expect.poll(() => remains([machine.id]), { timeout: 5000 }).toEqual([])
    await machine[Symbol.asyncDispose]()
    expect(namespacesOutside().filter((namespace) => inside.has(namespace))).toEqual([])
  })
})

describe('a machine that is killed while it is disposed of', () => {
  it('leaves nothing either', async () => {
    const machine = await scratch()
    const { keeper } = stateOf(machine)
    const disposed = machine[Symbol.asyncDispose]()
    process.kill(keeper, 'SIGKILL')
    await disposed
    expect(remains([machine.id])).toEqual([])
  })
})
