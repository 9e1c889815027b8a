import { KINDS, type Kind } from './mutant.ts'
import type { Trial } from './trial.ts'

/** How many were noticed, of those that count: all but the looks and what is refused. */
export interface Tally {
  caught: number
  counted: number
}

/** One lab's row. */
export interface Row {
  lab: string
  kinds: Record<Kind, Tally>
  looks: number
  refused: number
}

export const rowOf = (lab: string, trials: readonly Trial[]): Row => {
  const number = (outcome: Trial['outcome'], kind?: Kind): number =>
    trials.filter((trial) => trial.outcome === outcome && (!kind || trial.mutant.kind === kind)).length
  const tally = (kind: Kind): Tally => {
    const caught = number('caught', kind)
    return { caught, counted: caught + number('survived', kind) }
  }
  return {
    lab,
    kinds: { command: tally('command'), argument: tally('argument'), line: tally('line') },
    looks: number('look'),
    refused: number('refused'),
  }
}

const sum = (tallies: readonly Tally[]): Tally => ({
  caught: tallies.reduce((total, { caught }) => total + caught, 0),
  counted: tallies.reduce((total, { counted }) => total + counted, 0),
})

export const totalOf = ({ kinds }: Row): Tally => sum(KINDS.map((kind) => kinds[kind]))

/** All labs as one. */
export const allOf = (rows: readonly Row[]): Row => ({
  lab: 'all',
  kinds: {
    command: sum(rows.map(({ kinds }) => kinds.command)),
    argument: sum(rows.map(({ kinds }) => kinds.argument)),
    line: sum(rows.map(({ kinds }) => kinds.line)),
  },
  looks: rows.reduce((total, { looks }) => total + looks, 0),
  refused: rows.reduce((total, { refused }) => total + refused, 0),
})

/** Caught of counted, in percent; 100 where nothing counts. */
export const score = ({ caught, counted }: Tally): number => (counted === 0 ? 100 : (100 * caught) / counted)

/** Rounded down, so that 100 means all. */
export const percent = (tally: Tally): string => `${(Math.floor(score(tally) * 10) / 10).toFixed(1)} %`
