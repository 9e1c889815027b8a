import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Lab } from '../../lab/lab.ts'
import { ClassServer } from './class-server.ts'
import { joinClass } from './join.ts'
import { Learner, type LearnerOptions } from './learner.ts'
import {
  availableMemory,
  busyness,
  cpuOfMachines,
  cpuSeconds,
  memoryOfMachines,
  residentMemory,
  untilQuiet,
  watchPeaks,
} from './load.ts'
import { watchClass } from './watcher.ts'

export interface TrialOptions extends Pick<LearnerOptions, 'thinking' | 'keysPerSecond' | 'patience'> {
  lab: Lab
  learners: number
  seed: number
  /** A built site; without it, the one of this folder. */
  site?: string
  /** Kills the server when half of all steps are done, and goes on with the class. */
  kill?: boolean
  /** So many more learners enter a command that harms, and leave it running. */
  hogs?: { count: number; command: string }
  /** Told how it goes. */
  tell?: (what: string) => void
}

/** What came of a class. Memory is in bytes, times are in milliseconds. */
export interface Trial {
  learners: number
  /** Why those did not finish who did not. */
  failures: string[]
  /** Steps that a learner was told done, and that are not done at the end: after a server that was killed there may be none. */
  missing: string[]
  /** From the first who joins until the last has a prompt in each terminal. */
  ready: number
  /** From the first key to the end. */
  work: number
  /** From each key to its echo. */
  echoes: number[]
  /** How late the learners' own process was at its tasks, at worst in 99 of 100: part of the echoes. */
  lateness: number
  /** For each learner, while nobody does anything and at most: by what this computer has left, and by the machines' control groups. */
  memory: Record<'idle' | 'working', { available: number; groups: number }>
  /** Of the server, while nobody does anything and at most. */
  server: { idle: number; most: number }
  /** Shares of all processors while they work: of everything, the server, the learners' own process, and what others took of them. */
  busy: { all: number; server: number; learners: number; stolen: number }
  /** Seconds of a processor that a machine took while its learner worked. */
  cpuEach: number
  /** From when the server was killed until the last learner has a prompt again. */
  back?: number
}

/** Milliseconds in which machines that are new come to rest. */
const REST = 60_000
/** Milliseconds until the last machine of a class must be there. */
const MACHINES = 600_000

/** A class from its opening to its end: all join at once, and each works through the lab. */
export const tryClass = async (options: TrialOptions): Promise<Trial> => {
  const { lab, learners: count, seed, kill = false, hogs, tell = () => {} } = options
  const all = count + (hogs?.count ?? 0)
  await using server = await ClassServer.start(resolve(lab.file), all, options.site)
  const free = availableMemory()
  const teacher = watchClass(await server.teacherPass())
  const began = performance.now()
  tell(`${all} join …`)
  const pages: { close(): void }[] = [teacher]
  const everyone = await Promise.all(
    Array.from({ length: all }, async (_, index) => {
      const name = `Learner ${index + 1}`
      const pass = await joinClass(server.origin, server.code, name)
      pages.push(watchClass(pass))
      return new Learner({ ...options, pass, name, seed: seed + index, machinePatience: MACHINES })
    }),
  )
  const learners = everyone.slice(0, count)
  try {
    await Promise.all(everyone.map((learner) => learner.ready()))
    const ready = performance.now() - began
    tell(`all are ready after ${(ready / 1000).toFixed(1)} s`)
    await untilQuiet(REST)
    const idle = {
      available: (free - availableMemory()) / all,
      groups: memoryOfMachines(server.pid) / all,
    }
    const idleServer = residentMemory(server.pid)

    if (hogs) await Promise.all(everyone.slice(count).map((hog) => hog.misbehave(hogs.command)))
    const watch = watchPeaks(() => server.pid)
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const sharesOf = busyness()
    const machines = cpuOfMachines(server.pid)
    const cpu = { server: cpuSeconds(server.pid), learners: cpuSeconds(process.pid), at: performance.now() }
    const working = learners.map((learner) => learner.work())
    const killing = kill ? killOnce(server, learners, options) : undefined
    const ends = await Promise.allSettled(working)
    const back = await killing
    const shares = sharesOf()
    const work = performance.now() - cpu.at
    const capacity = (work / 1000) * availableParallelism()
    const share = (pid: number, before: number): number => (cpuSeconds(pid) - before) / capacity
    watch.end()
    delay.disable()
    const { peak } = watch
    return {
      learners: count,
      failures: ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason.message)] : [])),
      missing: learners.flatMap(({ name, missing }) => missing.map((step) => `${name}: ${step}`)),
      ready,
      work,
      echoes: learners.flatMap(({ echoes }) => echoes),
      lateness: Math.max(0, delay.percentile(99) / 1e6 - 5),
      memory: {
        idle,
        working: { available: (free - peak.available) / all, groups: peak.machines / all },
      },
      server: { idle: idleServer, most: peak.server },
      busy: {
        all: shares.busy,
        stolen: shares.stolen,
        server: share(server.pid, back === undefined ? cpu.server : 0),
        learners: share(process.pid, cpu.learners),
      },
      cpuEach: (cpuOfMachines(server.pid) - (back === undefined ? machines : 0)) / all,
      ...(back === undefined ? {} : { back }),
    }
  } finally {
    for (const learner of everyone) learner.page.close()
    for (const page of pages) page.close()
  }
}

/** Kills the server once half of all steps are done. @returns milliseconds until the last learner has a prompt again */
const killOnce = async (
  server: ClassServer,
  learners: readonly Learner[],
  { lab, tell = () => {} }: TrialOptions,
): Promise<number> => {
  const done = (): number => learners.reduce((sum, learner) => sum + learner.done.size, 0)
  const half = (learners.length * lab.steps.length) / 2
  while (done() < half) await new Promise((resolve) => setTimeout(resolve, 200))
  tell(`the server is killed, with ${done()} steps done`)
  const began = performance.now()
  const before = learners.map(({ machines }) => machines)
  await server.kill()
  await server.resume()
  tell(`it is there again after ${((performance.now() - began) / 1000).toFixed(1)} s`)
  const isBack = (learner: Learner, index: number): boolean => learner.machines > before[index]!
  while (!learners.every((learner, index) => learner.isOver || isBack(learner, index)))
    await new Promise((resolve) => setTimeout(resolve, 100))
  const back = performance.now() - began
  tell(`the last learner is back after ${(back / 1000).toFixed(1)} s`)
  return back
}
