import { Command } from 'commander'
import { MACHINE_HELP } from './machines.ts'
import { readCount } from './options.ts'
import { type MakeCall, makeOne } from './receipt/make.ts'
import { type VerifyCall, verifyFiles } from './receipt/verify.ts'

const several = (value: string, before: string[] = []): string[] => [...before, value]

/** `labwright receipt`: results that can be verified without whoever signed them. */
export const receiptCommand = (): Command => {
  const receipt = new Command('receipt').description('signed results: make one, verify many')
  receipt
    .command('make')
    .description(
      "hold a learner's machine against a lab's checks, and sign what was found; prints the receipt",
    )
    .argument('<lab>')
    .requiredOption('--learner <name>', 'whose machine it is')
    .option('-m, --machine <machine>', `${MACHINE_HELP}; the one scratch machine of this lab if not given`)
    .option('--seed <text>', 'the seed that gave this learner their values of vary:')
    .option('--key <name>', 'the key to sign with; labwright key new makes one', 'main')
    .option('--days <n>', 'how long it counts; for ever if not given', readCount)
    .action((lab: string, call: MakeCall) => makeOne(lab, call))
  receipt
    .command('verify')
    .description('verify receipts, offline')
    .argument('<file...>', 'files with a receipt, or with one a line; - is standard input')
    .requiredOption(
      '-k, --key <file>',
      'public keys: a JWK, a JWK set, or lines; - is standard input',
      several,
    )
    .option('--csv <file>', 'write a table too; - is standard output')
    .option('--lab <lab...>', 'take only receipts of these labs, as they are now')
    .option('--named', 'each file (alice.jws) or its folder (alice/…) is named for the learner', false)
    .addHelpText(
      'after',
      '\nExit status: 0 all are good; 1 at least one is refused; 2 the call is malformed, or a file cannot be read.',
    )
    .action((files: string[], call: VerifyCall) => verifyFiles(files, call))
  return receipt
}
