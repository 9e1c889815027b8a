/** The same labs on different machines: a table in Markdown, and where they differ. */
import { table } from '../bench/measure.ts'
import type { RunResult } from './run.ts'

/** One run of labs, under the name of what they were played on. */
export interface Column {
  title: string
  run: RunResult
}

/** A row a lab, a column a machine: how long a lab took that holds, or why it does not. */
export const compareTable = (columns: readonly Column[]): string =>
  table(
    ['lab', ...columns.map(({ title }) => title)],
    labsOf(columns).map((lab) => [
      `[${lab}](${lab}/index.md)`,
      ...columns.map(({ run }) => verdictOf(run, lab)),
    ]),
  )

/** Labs that do not hold everywhere, or of which nothing is said somewhere. To be skipped is no difference: the reason is told. */
export const differences = (columns: readonly Column[]): string[] =>
  labsOf(columns).flatMap((lab) =>
    columns.flatMap(({ title, run }) => {
      const verdict = verdictOf(run, lab)
      return /^(holds|skipped)/.test(verdict) ? [] : [`${lab} on ${title}: ${verdict}`]
    }),
  )

const labsOf = (columns: readonly Column[]): string[] =>
  [
    ...new Set(
      columns.flatMap(({ run }) => [...run.labs, ...run.failures, ...run.skipped].map(({ lab }) => lab)),
    ),
  ].toSorted()

const verdictOf = ({ labs, failures, skipped }: RunResult, name: string): string => {
  const played = labs.find(({ lab }) => lab === name)
  if (played) {
    const steps = played.steps.filter(({ ok }) => !ok).map(({ id }) => id)
    return played.ok
      ? `holds, ${Math.round(played.ms / 1000)} s`
      : `falls short: ${steps.join(', ') || 'cleanup'}`
  }
  const skip = skipped.find(({ lab }) => lab === name)
  // What comes after the colon says more than fits.
  if (skip) return `skipped: ${skip.reason.replace(/^lab \S+ /, '').split(/[,:]/)[0]}`
  return failures.some(({ lab }) => lab === name) ? 'no machine' : 'not played'
}
