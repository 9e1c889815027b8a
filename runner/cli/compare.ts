import { Command } from 'commander'
import { placeFor, writePart } from '../report/between-marks.ts'
import { type Column, compareTable, differences } from '../report/compare.ts'
import { EXIT, UsageError } from './exit.ts'
import { readNamed, writeNamed } from './files.ts'
import { mergeRuns, readRun } from './read-run.ts'

/** What stands before the table in a page. */
const COMMAND = 'labwright compare --write'

/** `labwright compare`: what labs come to on different machines. */
export const compareCommand = (): Command =>
  new Command('compare')
    .description('what labs come to on different machines: one table of several runs')
    .argument(
      '<title=file...>',
      'documents of --reporter json, each under the name of what the labs were played on; those of one name are put together',
    )
    .option('--write <file>', 'put the table into a Markdown file, between its two markers')
    .addHelpText(
      'after',
      '\nExit status: 0 all labs hold wherever they were played; 1 they do not; 2 a document or the call is malformed.',
    )
    .action((named: string[], { write }: { write?: string }) => {
      const columns = together(named.map(readColumn))
      const table = compareTable(columns)
      if (write === undefined) process.stdout.write(`${table}\n`)
      else writeInto(write, table)
      const differing = differences(columns)
      for (const each of differing) console.error(each)
      process.exitCode = differing.length === 0 ? EXIT.held : EXIT.fellShort
    })

const readColumn = (named: string): Column => {
  const [, title, file] = /^([^=]+)=(.+)$/.exec(named) ?? []
  if (!title || !file) throw new UsageError(`${named}: name what the labs were played on, as in vm=vm.json`)
  return { title, run: readRun(file) }
}

/** Documents under one name are parts of one run. */
const together = (columns: readonly Column[]): Column[] =>
  [...new Set(columns.map(({ title }) => title))].map((title) => ({
    title,
    run: mergeRuns(columns.filter((part) => part.title === title).map(({ run }) => run)),
  }))

const writeInto = (file: string, table: string): void => {
  const page = writePart(readNamed(file), COMMAND, table)
  if (page === undefined)
    throw new UsageError(
      `${file} has no place for the table. Put these two lines where it is to stand:\n${placeFor(COMMAND)}`,
    )
  writeNamed('--write', file, page, [])
}
