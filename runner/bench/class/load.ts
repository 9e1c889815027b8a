/** What a class takes of this computer. Source: proc(5). */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { memory, processorTimes, TICKS } from '../../class/computer.ts'
import { machinesOf, usageOf } from '../../machine/scratch/usage.ts'

/** Milliseconds between two looks. */
const EVERY = 2000

/** Bytes that a new program could have without anything being swapped out. */
export const availableMemory = (): number => memory('MemAvailable')

/** Bytes of a process that are in memory. */
export const residentMemory = (pid: number): number =>
  1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN)

/** Seconds of processors that a process has taken. */
export const cpuSeconds = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS
}

/** Shares of 1, from when this was called until the result is: how busy the processors were, and how much others took of them. */
export const busyness = (): (() => { busy: number; stolen: number }) => {
  const before = processorTimes()
  return () => {
    const now = processorTimes()
    const all = Math.max(0.01, now.all - before.all)
    return { busy: (now.busy - before.busy) / all, stolen: (now.stolen - before.stolen) / all }
  }
}

/** Waits until the processors have little to do, or the time is up. */
export const untilQuiet = async (patience: number): Promise<void> => {
  const end = performance.now() + patience
  for (;;) {
    const share = busyness()
    await sleep(1000)
    if (share().busy < 0.25 || performance.now() > end) return
  }
}

/** Bytes that the machines of one process take. */
export const memoryOfMachines = (pid: number): number =>
  machinesOf(pid).reduce((sum, id) => sum + (usageOf(id)?.memory ?? 0), 0)

/** Seconds of processors that the machines of one process have taken. */
export const cpuOfMachines = (pid: number): number =>
  machinesOf(pid).reduce((sum, id) => sum + (usageOf(id)?.cpu ?? 0), 0)

export interface Peak {
  /** Bytes: the least that was available, the most that the machines took, the most that the server did. */
  available: number
  machines: number
  server: number
}

/** Looks at a server and its machines again and again. @param pid the server's, which may change */
export const watchPeaks = (pid: () => number): { peak: Peak; end(): void } => {
  const peak: Peak = { available: availableMemory(), machines: 0, server: 0 }
  const look = (): void => {
    peak.available = Math.min(peak.available, availableMemory())
    try {
      peak.machines = Math.max(peak.machines, memoryOfMachines(pid()))
      peak.server = Math.max(peak.server, residentMemory(pid()))
    } catch {
      // It was killed, and is not there again.
    }
  }
  look()
  const timer = setInterval(look, EVERY)
  return { peak, end: () => clearInterval(timer) }
}
