import { Command } from 'commander'
import { classResults, resultsCsv } from '../../class/results.ts'
import { CLASS_HELP, withClass } from './kept.ts'
import { writeResult } from './write-result.ts'

/** `labwright class results`: what came of a class, as a table or as JSON. */
export const resultsCommand = (): Command =>
  new Command('results')
    .description('what came of a class, a row for each learner and lab')
    .argument('[class]', CLASS_HELP)
    .option('--json', 'one JSON document, with each step', false)
    .option('-o, --output <file>', 'writes it into a file')
    .action((name: string | undefined, { json, output }: { json: boolean; output?: string }) =>
      withClass(name, ({ state }) =>
        writeResult(json ? `${JSON.stringify(classResults(state), null, 2)}\n` : resultsCsv(state), output),
      ),
    )
