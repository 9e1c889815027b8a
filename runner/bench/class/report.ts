import { percentile, table } from '../measure.ts'
import type { Trial } from './trial.ts'

const HEAD = [
  '',
  'finished',
  'all ready, s',
  'work, s',
  'echo: median, ms',
  'p99',
  'max',
  'learners late by, p99',
  'memory each: idle, MB',
  'most',
  'machine: idle, MB',
  'most',
  'server, MB',
  'CPUs busy, %',
  'server',
  'learners',
  'stolen',
  'CPU s a machine',
  'back after a kill, s',
]

/** A trial as a row of the table. */
export const trialRow = (name: string, trial: Trial): string[] => {
  const { learners, failures, echoes, memory, server, busy, back } = trial
  const seconds = (ms: number): string => (ms / 1000).toFixed(1)
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0)
  const percent = (share: number): string => (100 * share).toFixed(0)
  return [
    name,
    `${learners - failures.length} of ${learners}`,
    seconds(trial.ready),
    seconds(trial.work),
    ...[50, 99, 100].map((part) => percentile(echoes, part).toFixed(1)),
    trial.lateness.toFixed(1),
    ...[memory.idle.available, memory.working.available].map(megabytes),
    ...[memory.idle.groups, memory.working.groups].map(megabytes),
    megabytes(server.most),
    ...[busy.all, busy.server, busy.learners, busy.stolen].map(percent),
    trial.cpuEach.toFixed(1),
    back === undefined ? '' : seconds(back),
  ]
}

export const trialTable = (rows: string[][]): string => table(HEAD, rows)
