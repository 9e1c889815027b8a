/** How many learners a computer carries: figures in, verdict out. Nothing here looks at a computer. */

/** What one learner takes while they work through a lab. */
export interface Need {
  lab: string
  /** Bytes: of a machine that waits, and at most while the lab is played. */
  memory: { idle: number; most: number }
  /** Seconds of a processor that its control groups see: to make the machine, and to play the lab. */
  cpu: { making: number; playing: number }
  /** What the lab says that it takes. */
  minutes: number
  /** At most at once, by what there is only so much of. */
  counts: Record<Count, number>
}

/** What a kernel has only so many of. `files`: those that one process, the server, may have open. */
export type Count = 'processes' | 'terminals' | 'files' | 'inotify' | 'groups'

export interface Computer {
  /** Bytes; `free` could be had now. */
  memory: { all: number; free: number }
  processors: number
  /** Bytes that are free where classes are kept. */
  disk: number
  /** How many there may be, and are now. */
  counts: Record<Count, { most: number; taken: number }>
}

/** One thing that learners take, and for how many of them there is enough. */
export interface Share {
  what: 'memory' | 'processors' | 'beginning' | 'disk' | Count
  /** What there is of it now, and what one learner takes. */
  has: number
  each: number
  /** How much there would have to be for all; more than `has` where it is too little. */
  needs: number
  /** Infinite where a learner takes none. */
  carries: number
}

export interface Plan {
  learners: number
  ok: boolean
  carries: number
  /** What is used up first. */
  first: Share['what']
  shares: Share[]
  /** Seconds from when all join at once until the last machine is ready. */
  ready: number
  /** What all machines may take of memory by their limits together, and what there is: a limit is no need. */
  ceiling: { all: number; has: number }
}

/** What the server takes, as `npm run bench` finds it: bytes; and seconds of a processor while one learner works for a minute. */
export const SERVER = { memory: 250e6, memoryEach: 3e6, cpuEach: 0.2 }

/**
 * A machine's control groups do not see all that it costs to run something in it: the way in, and the kernel's own work to
 * begin and end a process. As measured, the whole is so many times what they see.
 */
export const WHOLE = 1.75

/** Of what is free, this much stays so: learners do not do the same things at the same time, but some do. */
const SPARE = { memory: 0.1, processors: 0.5, counts: 0.1, disk: 0.5 }
/** Bytes that are written down of a learner at most: events. */
const RECORD = 2e6
/** Seconds that a class can be expected to wait for its machines. */
const PATIENCE = 120

/**
 * @param needs one a lab; a learner has one machine at a time, so that the greatest of each counts
 * @param limit bytes that a machine may take at most
 */
export const plan = (learners: number, needs: readonly Need[], computer: Computer, limit: number): Plan => {
  const most = (figure: (need: Need) => number): number => Math.max(...needs.map(figure))
  const share = (
    what: Share['what'],
    has: number,
    each: number,
    { spare = 0, base = 0 }: { spare?: number; base?: number },
  ): Share => ({
    what,
    has,
    each,
    needs: (learners * each + base) / (1 - spare),
    carries: each > 0 ? Math.max(0, Math.floor((has * (1 - spare) - base) / each)) : Number.POSITIVE_INFINITY,
  })
  const makingEach = (WHOLE * most(({ cpu }) => cpu.making)) / computer.processors
  const counts = (Object.keys(computer.counts) as Count[]).map((what) => {
    const { most: all, taken } = computer.counts[what]
    return share(
      what,
      all - taken,
      most((need) => need.counts[what]),
      { spare: SPARE.counts },
    )
  })
  const shares: Share[] = [
    share('memory', computer.memory.free, most(({ memory }) => memory.most) + SERVER.memoryEach, {
      spare: SPARE.memory,
      base: SERVER.memory,
    }),
    share(
      'processors',
      computer.processors,
      most(({ cpu, minutes }) => (WHOLE * cpu.playing) / (60 * minutes)) + SERVER.cpuEach / 60,
      { spare: SPARE.processors },
    ),
    share('beginning', PATIENCE, makingEach, {}),
    share('disk', computer.disk, RECORD, { spare: SPARE.disk }),
    ...counts,
  ]
  const first = shares.reduce((least, each) => (each.carries < least.carries ? each : least))
  return {
    learners,
    ok: first.carries >= learners,
    carries: first.carries,
    first: first.what,
    shares,
    ready: learners * makingEach,
    ceiling: { all: learners * limit, has: computer.memory.free },
  }
}
