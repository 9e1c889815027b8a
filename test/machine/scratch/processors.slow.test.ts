import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { statFields } from '../../../runner/machine/kill-tree.ts'
import { usageOf } from '../../../runner/machine/scratch/usage.ts'
import { scratch } from '../../play/play-lesson.ts'

const BURN = 'sha256sum /dev/zero'

/** Seconds of a processor that a process has taken. Source: proc(5), in hundredths of a second. */
const secondsOf = (pid: number): number => {
  const fields = statFields(pid)!
  return (Number(fields[11]) + Number(fields[12])) / 100
}

describe('processors', () => {
  it('are had by this computer itself before a machine that wants them all, and by the machine before they idle', async () => {
    await using machine = await scratch()
    const count = availableParallelism()
    const burning = new AbortController()
    const ended = machine.exec(`for n in $(seq ${4 * count}); do ${BURN} & done; wait`, {
      signal: burning.signal,
    })
    const burnt = (): number => usageOf(machine.id)!.cpu

    await sleep(500)
    const alone = burnt()
    await sleep(1500)
    expect(burnt() - alone).toBeGreaterThan(0.2 * count)

    const others = Array.from({ length: count }, () => spawn('sha256sum', ['/dev/zero'], { detached: true }))
    const before = burnt()
    await sleep(3000)
    const taken = others.reduce((sum, { pid }) => sum + secondsOf(pid!), 0)
    const machines = burnt() - before
    for (const other of others) other.kill()
    burning.abort()
    await Promise.all([ended.catch(() => {}), ...others.map((other) => once(other, 'exit'))])
    // Ten to one, where nothing else runs here.
    expect(taken / machines).toBeGreaterThan(3)
  })

  it('are shared among machines alike, however many programs each runs', async () => {
    await using few = await scratch()
    await using many = await scratch()
    const burning = new AbortController()
    const count = availableParallelism()
    const runs = [few, many].map((machine, index) =>
      machine.exec(`for n in $(seq ${(index ? 10 : 1) * count}); do ${BURN} & done; wait`, {
        signal: burning.signal,
      }),
    )
    const before = [few, many].map(({ id }) => usageOf(id)!.cpu)
    await sleep(3000)
    const [one = 0, other = 0] = [few, many].map(({ id }, index) => usageOf(id)!.cpu - before[index]!)
    burning.abort()
    await Promise.all(runs.map((run) => run.catch(() => {})))
    expect(other / one).toBeLessThan(2.5)
  })
})
