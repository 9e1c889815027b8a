/** The scores as a table in Markdown, and the table in a page, which is written anew lab by lab. */
import { table } from '../bench/measure.ts'
import { placeFor, readPart, writePart } from '../report/between-marks.ts'
import { allOf, percent, type Row, type Tally, totalOf } from './score.ts'

const HEAD = ['lab', 'command left out', 'argument changed', 'line changed', 'score', 'looks', 'refused']

export const scoreTable = (rows: readonly Row[], link = false): string =>
  table(HEAD, [
    ...rows.map((row) => cellsOf(row, link ? `[${row.lab}](${row.lab}/index.md)` : row.lab)),
    cellsOf(allOf(rows), 'all'),
  ])

const cellsOf = (row: Row, name: string): string[] => [
  name,
  ...[row.kinds.command, row.kinds.argument, row.kinds.line].map(
    ({ caught, counted }) => `${caught}/${counted}`,
  ),
  ...[percent(totalOf(row)), `${row.looks}`, `${row.refused}`],
]

const COMMAND = 'labwright mutate --write'

/**
 * The page with these rows in its table, in the order of the labs' names; rows of other labs stay.
 * @returns undefined where the page has no place for the table
 */
export const writeTable = (page: string, rows: readonly Row[]): string | undefined => {
  const before = readPart(page, COMMAND)
  if (before === undefined) return undefined
  const kept = readRows(before).filter(({ lab }) => rows.every((row) => row.lab !== lab))
  const all = [...kept, ...rows].toSorted((a, b) => (a.lab < b.lab ? -1 : 1))
  return writePart(page, COMMAND, scoreTable(all, true))
}

export const PLACE = placeFor(COMMAND)

const readRows = (text: string): Row[] =>
  text.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim())
    const lab = /^\[(.+)\]\(/.exec(cells[1] ?? '')?.[1]
    if (!lab) return []
    const tally = (cell: string): Tally => {
      const [caught, counted] = cell.split('/').map(Number)
      return { caught: caught!, counted: counted! }
    }
    const [, , command, argument, changed, , looks, refused] = cells as [string, ...string[]]
    return [
      {
        lab,
        kinds: { command: tally(command!), argument: tally(argument!), line: tally(changed!) },
        looks: Number(looks),
        refused: Number(refused),
      },
    ]
  })
