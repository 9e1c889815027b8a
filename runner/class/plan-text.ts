/** A plan in words. */
import { count } from '../report/count.ts'
import type { Plan, Share } from './plan.ts'

type What = Share['what']

const bytes = (value: number): string =>
  value >= 1e9 ? `${(value / 1e9).toFixed(1)} GB` : `${Math.ceil(value / 1e6)} MB`
const number = (value: number): string => (Number.isFinite(value) ? String(Math.round(value)) : 'any number')
const processors = (value: number): string => `${value < 1 ? value.toPrecision(2) : value.toFixed(1)}`
const seconds = (value: number): string => `${value.toFixed(1)} s`

interface Words {
  name: string
  figure: (value: number) => string
  /** What is to be done where it is too little: how much is lacking, and how much there has to be. */
  mend: (lacking: number, all: number) => string
}

const WORDS: Record<What, Words> = {
  memory: { name: 'memory', figure: bytes, mend: (lacking) => `${bytes(lacking)} more memory` },
  processors: {
    name: 'processors',
    figure: processors,
    mend: (lacking) => `${count(Math.ceil(lacking), 'more processor', 'more processors')}`,
  },
  beginning: {
    name: 'all join at once: wait for a machine',
    figure: seconds,
    mend: () => 'more processors, or learners who join one after the other',
  },
  disk: { name: 'disk, for results', figure: bytes, mend: (lacking) => `${bytes(lacking)} more free disk` },
  processes: {
    name: 'processes and threads',
    figure: number,
    mend: (_, all) => `sysctl -w kernel.pid_max=${Math.ceil(all)} kernel.threads-max=${Math.ceil(all)}`,
  },
  terminals: {
    name: 'pseudo-terminals',
    figure: number,
    mend: (lacking) => `kernel.pty.max raised by ${Math.ceil(lacking)} (sysctl -w kernel.pty.max=…)`,
  },
  files: {
    name: 'open files of the server',
    figure: number,
    mend: (_, all) => `ulimit -n ${Math.ceil(all)} before it is started`,
  },
  inotify: {
    name: 'inotify instances',
    figure: number,
    mend: (_, all) => `sysctl -w fs.inotify.max_user_instances=${Math.ceil(all)}`,
  },
  groups: {
    name: 'memory control groups',
    figure: number,
    mend: () => 'fewer learners: the kernel has no more',
  },
}

export interface PlanText {
  head: string[]
  rows: string[][]
  /** The verdict, and what has to be known with it. */
  verdict: string
  notes: string[]
}

/** The table and the sentences of a plan. */
export const planText = ({ learners, ok, carries, first, shares, ready, ceiling }: Plan): PlanText => ({
  head: ['', 'free here', 'a learner takes', `${learners} need`, 'carries'],
  rows: shares.map(({ what, has, each, needs, carries: most }) => {
    const { name, figure } = WORDS[what]
    return [
      name,
      what === 'beginning' ? `${figure(has)} at most` : figure(has),
      figure(each),
      figure(needs),
      Number.isFinite(most) ? String(most) : 'any number',
    ]
  }),
  verdict: ok
    ? `This computer carries ${learners}: yes.`
    : `This computer carries ${carries}; for ${learners} it would need ${listed(lacking(shares))}.`,
  notes: [
    `What is used up first: ${WORDS[first].name}, at ${carries}.`,
    `If all ${learners} join at once, the last has a machine after some ${Math.ceil(ready)} s.`,
    ceiling.all > ceiling.has
      ? `If all filled their machines to the limit at once, that would be ${bytes(ceiling.all)} of memory, and ${bytes(ceiling.has)} are free: the kernel would then end programs, of the machines first. A smaller --memory makes sure that it can't come to that: ${bytes(ceiling.has / learners)} at most.`
      : `Even if all filled their machines to the limit at once, memory would do: ${bytes(ceiling.all)} of ${bytes(ceiling.has)}.`,
  ],
})

const lacking = (shares: readonly Share[]): string[] =>
  shares
    .filter(({ has, needs }) => needs > has)
    .map(({ what, has, needs }) => WORDS[what].mend(needs - has, needs))

const listed = (parts: readonly string[]): string =>
  parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : parts.join('')
