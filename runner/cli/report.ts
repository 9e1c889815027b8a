import { Command } from 'commander'
import { prettifyError } from 'zod'
import { printable } from '../report/printable.ts'
import { RunResult } from '../report/run.ts'
import { UsageError } from './exit.ts'
import { fileName, readNamed, writeNamed } from './files.ts'

/** `labwright report`: a page of runs that took place before, here or elsewhere. */
export const reportCommand = (): Command =>
  new Command('report')
    .description('one HTML page of a run, from the documents of --reporter json')
    .argument('[file...]', 'documents, put together into one page; - is standard input', ['-'])
    .option('-o, --output <file>', 'where the page goes; standard output if not given')
    .addHelpText('after', '\nExit status: 0 the page was made, whatever it says; 2 a document is none.')
    .action(async (files: string[], { output }: { output?: string }) => {
      if (files.filter((file) => file === '-').length > 1)
        throw new UsageError('- stands twice: standard input can be read once')
      if (files.includes('-') && process.stdin.isTTY)
        throw new UsageError(
          'labwright report: name a document.\nlabwright test --reporter json=run.json writes one.',
        )
      const run = together(files.map(readRun))
      const { htmlPage } = await import('../report/html.ts')
      const page = htmlPage(run)
      writeNamed('--output', output ?? '-', page, files)
    })

/** @throws UsageError for what is no document of a run, with what is wrong in it */
const readRun = (file: string): RunResult => {
  const name = fileName(file)
  const mend = 'A document is what labwright test --reporter json writes.'
  const text = readNamed(file)
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${name} is no JSON: ${printable((error as Error).message)}\n${mend}`)
  }
  const run = RunResult.safeParse(document)
  if (!run.success)
    throw new UsageError(`${name} is no document of a run:\n${prettifyError(run.error)}\n${mend}`)
  return run.data
}

const together = (runs: readonly RunResult[]): RunResult => ({
  labs: runs.flatMap(({ labs }) => labs),
  failures: runs.flatMap(({ failures }) => failures),
  skipped: runs.flatMap(({ skipped }) => skipped),
  ok: runs.every(({ ok }) => ok),
})
