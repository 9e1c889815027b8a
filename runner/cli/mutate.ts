import { availableParallelism } from 'node:os'
import { Command, InvalidArgumentError } from 'commander'
import { KINDS, type Kind } from '../mutate/mutant.ts'
import type { MutateCall } from './mutate/mutate-labs.ts'
import { readCount, readDuration } from './options.ts'

/** `labwright mutate`: how good the checks of labs are. */
export const mutateCommand = (): Command =>
  new Command('mutate')
    .description(
      'how good the checks are: plays labs with one thing made wrong at a time, and says what nobody notices',
    )
    .argument('[lab...]', 'labs; all of labs/ where none is named')
    .option('--kinds <kinds>', `what is made wrong: ${KINDS.join(',')}`, readKinds, [...KINDS])
    // More than there are cores: much of a play is waiting.
    .option('-j, --jobs <n>', 'machines at once', readCount, 2 * availableParallelism())
    .option(
      '--timeout <duration>',
      'how long a command may take unless its block says otherwise',
      readDuration,
      10_000,
    )
    .option('--at-least <percent>', 'the score below which the exit status is 1', readPercent, 95)
    .option('--write <file>', 'put the table into a Markdown file, between its two markers')
    .option('--json', 'print one JSON document', false)
    .addHelpText(
      'after',
      `
A command is left out, with its output; an argument is another one (a number one higher, two letters swapped), or, of an option,
left out; a printed line is another. score = caught / (all - looks - refused): whoever leaves out a command that only looks, or
one that is refused, has left nothing undone. Why a survivor may be one stands in labs/survivors.md.

Exit status: 0 the score is high enough; 1 it is not, or a lab falls short as it is; 2 a lesson or the call is malformed; 3 no
machine could be had.`,
    )
    .action(async (names: string[], call: MutateCall) =>
      (await import('./mutate/mutate-labs.ts')).mutateLabs(names, call),
    )

const readKinds = (text: string): Kind[] => {
  const kinds = text.split(',')
  const wrong = kinds.find((kind) => !KINDS.includes(kind as Kind))
  if (wrong !== undefined)
    throw new InvalidArgumentError(`There is no kind '${wrong}'; there are ${KINDS.join(', ')}.`)
  return KINDS.filter((kind) => kinds.includes(kind))
}

const readPercent = (text: string): number => {
  const percent = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || percent > 100)
    throw new InvalidArgumentError('It must be a number from 0 to 100.')
  return percent
}
