/** How the figures are taken: the subject and its baseline in turn, so that a computer that slows down slows both. */

export interface Figure {
  /** What was measured. */
  name: string
  /** Milliseconds, one a run. */
  times: number[]
}

/** Runs each subject once for warmth, then all in turn, `runs` times. */
export const inTurn = async (
  runs: number,
  subjects: Record<string, () => Promise<number>>,
): Promise<Figure[]> => {
  const figures = Object.keys(subjects).map((name): Figure => ({ name, times: [] }))
  for (let run = -1; run < runs; run++) {
    for (const figure of figures) {
      const time = await subjects[figure.name]!()
      if (run >= 0) figure.times.push(time)
    }
  }
  return figures
}

/** Milliseconds that `work` takes. */
export const clock = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return performance.now() - started
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The value that so many per cent of all are not above. */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]!
}

/** A table in Markdown; numbers to the right. */
export const table = (head: string[], rows: string[][]): string => {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  )
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [line(head), rule, ...rows.map(line)].join('\n')
}

/** Each figure's minimum, median and maximum, and its median beside the baseline's. */
export const figureTable = (
  figures: readonly Figure[],
  baseline: string,
  per: { unit: string; count: number },
): string => {
  const base = median(figures.find(({ name }) => name === baseline)!.times)
  const ms = (value: number): string => (value / per.count).toFixed(per.count > 1 ? 3 : 1)
  return table(
    ['', `min, ${per.unit}`, 'median', 'max', `over ${baseline}`, 'ratio'],
    figures.map(({ name, times }) => {
      const middle = median(times)
      return [
        name,
        ms(Math.min(...times)),
        ms(middle),
        ms(Math.max(...times)),
        ms(middle - base),
        (middle / base).toFixed(2),
      ]
    }),
  )
}
