import { Command } from 'commander'
import { UsageError } from './exit.ts'
import { writeNamed } from './files.ts'
import { mergeRuns, readRun } from './read-run.ts'

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
      const run = mergeRuns(files.map(readRun))
      const { htmlPage } = await import('../report/html.ts')
      const page = htmlPage(run)
      writeNamed('--output', output ?? '-', page, files)
    })
