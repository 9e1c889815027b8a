import { KINDS } from '../../mutate/mutant.ts'
import { whyUnnoticed } from '../../mutate/mutants.ts'
import { allOf, type Row, score, totalOf } from '../../mutate/score.ts'
import type { Survivors } from '../../mutate/survivors.ts'
import type { Mutated } from './mutate-labs.ts'

const scoresOf = (row: Row) => ({
  ...Object.fromEntries(KINDS.map((kind) => [kind, { ...row.kinds[kind], score: score(row.kinds[kind]) }])),
  looks: row.looks,
  refused: row.refused,
  score: score(totalOf(row)),
})

/** The document of `labwright mutate --json`: each mutant with what became of it. */
export const mutateDocument = (mutated: readonly Mutated[], survivors: Survivors) => ({
  labs: mutated.map(({ lab, row, trials }) => ({
    lab: lab.name,
    file: lab.file,
    ...scoresOf(row),
    mutants: trials.map(({ mutant, outcome, fault }) => ({
      kind: mutant.kind,
      line: mutant.line,
      change: mutant.change,
      outcome,
      ...(fault ? { fault } : {}),
      ...(outcome === 'survived'
        ? { why: survivors.why(lab.name, mutant.change) ?? null, perhaps: whyUnnoticed(lab, mutant) }
        : {}),
    })),
  })),
  all: scoresOf(allOf(mutated.map(({ row }) => row))),
})
