import { describe, expect, it } from 'vitest'
import { type Computer, type Need, type Plan, plan, SERVER, WHOLE } from '../../runner/class/plan.ts'
import { planText } from '../../runner/class/plan-text.ts'

const GB = 1e9

const NEED: Need = {
  lab: 'demo',
  memory: { idle: 0.1 * GB, most: 0.2 * GB },
  cpu: { making: 1, playing: 30 },
  minutes: 10,
  counts: { processes: 100, terminals: 4, files: 20, inotify: 0, groups: 5 },
}

const COMPUTER: Computer = {
  memory: { all: 24 * GB, free: 20 * GB },
  processors: 8,
  disk: 50 * GB,
  counts: {
    processes: { most: 32_768, taken: 268 },
    terminals: { most: 3072, taken: 0 },
    files: { most: 20_000, taken: 50 },
    inotify: { most: 128, taken: 0 },
    groups: { most: 65_535, taken: 100 },
  },
}

const need = (change: Partial<Need>): Need => ({ ...NEED, ...change })
const computer = (change: Partial<Computer>): Computer => ({ ...COMPUTER, ...change })
const shareOf = ({ shares }: Plan, name: string) => shares.find(({ what }) => what === name)!

describe('plan', () => {
  it('says yes where there is enough of everything', () => {
    const { ok, carries, first } = plan(40, [NEED], COMPUTER, GB)
    expect({ ok, first }).toEqual({ ok: true, first: 'processors' })
    expect(carries).toBeGreaterThanOrEqual(40)
  })

  it('carries as many as what is used up first', () => {
    const planned = plan(40, [NEED], computer({ memory: { all: 8 * GB, free: 6 * GB } }), GB)
    const each = 0.2 * GB + SERVER.memoryEach
    expect(planned).toMatchObject({
      ok: false,
      first: 'memory',
      carries: Math.floor((6 * GB * 0.9 - SERVER.memory) / each),
    })
    expect(Math.min(...planned.shares.map(({ carries }) => carries))).toBe(planned.carries)
  })

  it('says how much of it would do, and no more than that', () => {
    const few = computer({ memory: { all: 8 * GB, free: 6 * GB } })
    const { needs } = shareOf(plan(40, [NEED], few, GB), 'memory')
    expect(plan(40, [NEED], computer({ memory: { all: 99 * GB, free: needs + 1 } }), GB).ok).toBe(true)
    expect(plan(40, [NEED], computer({ memory: { all: 99 * GB, free: needs - 1e6 } }), GB).ok).toBe(false)
  })

  it('spreads what a play takes of the processors over the lab, and keeps half of them free', () => {
    const { each, carries } = shareOf(
      plan(1, [need({ cpu: { making: 0, playing: 57 } })], COMPUTER, GB),
      'processors',
    )
    expect(each).toBeCloseTo((WHOLE * 57) / 600 + SERVER.cpuEach / 60)
    expect(carries).toBe(Math.floor(4 / each))
  })

  it('tells how long the last waits for a machine where all join at once', () => {
    const slow = computer({ processors: 2 })
    expect(plan(40, [need({ cpu: { making: 1, playing: 0 } })], slow, GB).ready).toBe(20 * WHOLE)
    expect(plan(40, [need({ cpu: { making: 30, playing: 0 } })], slow, GB)).toMatchObject({
      ok: false,
      first: 'beginning',
      carries: Math.floor(8 / WHOLE),
    })
  })

  it('takes the greatest of each where there are several labs', () => {
    const light = need({ memory: { idle: 1, most: 1 }, cpu: { making: 9, playing: 1 } })
    const planned = plan(10, [NEED, light], COMPUTER, GB)
    expect(shareOf(planned, 'memory').each).toBe(0.2 * GB + SERVER.memoryEach)
    expect(shareOf(planned, 'beginning').each).toBe((WHOLE * 9) / 8)
  })

  it.each(['processes', 'terminals', 'files', 'inotify', 'groups'] as const)(
    'is bound by %s where there are few',
    (what) => {
      const counts = { ...COMPUTER.counts, [what]: { most: 110, taken: 10 } }
      const planned = plan(40, [need({ counts: { ...NEED.counts, [what]: 9 } })], computer({ counts }), GB)
      expect(planned).toMatchObject({ ok: false, first: what, carries: 10 })
    },
  )

  it('is not bound by what nobody takes, nor by what has no end', () => {
    const counts = { ...COMPUTER.counts, files: { most: Number.POSITIVE_INFINITY, taken: 10 } }
    const planned = plan(40, [NEED], computer({ counts }), GB)
    expect(shareOf(planned, 'inotify').carries).toBe(Number.POSITIVE_INFINITY)
    expect(shareOf(planned, 'files').carries).toBe(Number.POSITIVE_INFINITY)
  })

  it('carries nobody where there is not even enough for the server', () => {
    expect(plan(1, [NEED], computer({ memory: { all: GB, free: 1e8 } }), GB)).toMatchObject({
      ok: false,
      carries: 0,
    })
  })
})

describe('a plan in words', () => {
  it('says yes plainly', () => {
    expect(planText(plan(40, [NEED], COMPUTER, GB)).verdict).toBe('This computer carries 40: yes.')
  })

  it('says what is lacking', () => {
    const small = computer({ processors: 2, memory: { all: 8 * GB, free: 6 * GB } })
    expect(planText(plan(40, [NEED], small, GB)).verdict).toMatch(
      /^This computer carries \d+; for 40 it would need 3\.3 GB more memory and \d more processors\.$/,
    )
  })

  it('tells limits from needs', () => {
    const { notes } = planText(plan(40, [NEED], COMPUTER, GB))
    expect(notes.at(-1)).toContain('that would be 40.0 GB of memory, and 20.0 GB are free')
    expect(planText(plan(10, [NEED], COMPUTER, GB)).notes.at(-1)).toContain('memory would do')
  })

  it('has a cell for each column', () => {
    const { head, rows } = planText(plan(40, [NEED], COMPUTER, GB))
    for (const row of rows) expect(row).toHaveLength(head.length)
    expect(rows.find(([name]) => name === 'inotify instances')?.at(-1)).toBe('any number')
  })
})
