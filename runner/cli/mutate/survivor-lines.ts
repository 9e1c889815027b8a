import { whyUnnoticed } from '../../mutate/mutants.ts'
import { percent, totalOf } from '../../mutate/score.ts'
import type { Survivors } from '../../mutate/survivors.ts'
import type { Mutated } from './mutate-labs.ts'

/** What is said of a lab when its mutants have been played: its score, and each survivor with its place. */
export const survivorLines = ({ lab, row, trials, broken }: Mutated, survivors: Survivors): string[] => {
  if (broken !== undefined) return [broken]
  const total = totalOf(row)
  const survived = trials.filter(({ outcome }) => outcome === 'survived').map(({ mutant }) => mutant)
  return [
    `${lab.name}: ${total.caught} of ${total.counted} noticed, ${percent(total)}`,
    ...survived.flatMap((mutant) => {
      const written = survivors.why(lab.name, mutant.change)
      const why = written ?? `nobody has written down why; perhaps: ${whyUnnoticed(lab, mutant)}`
      return [`  ${lab.file}:${mutant.line}  ${mutant.kind}: ${mutant.change}`, `      ${why}`]
    }),
  ]
}
