import { Command } from 'commander'
import { MachineError } from '../machine/machine.ts'
import { livingMachines } from '../machine/scratch/clean.ts'
import { checkLab } from '../play/check-lab.ts'
import { checkReport } from '../report/check.ts'
import { color } from './color.ts'
import { EXIT, UsageError } from './exit.ts'
import { findLabFiles, readLabs } from './labs.ts'
import { type Choice, MACHINE_HELP, machineSource, readChoice } from './machines.ts'

/** `labwright check`: hold a machine's present state against a lab's checks. Changes nothing but what the checks' own commands do. */
export const checkCommand = (): Command =>
  new Command('check')
    .description("hold a machine's present state against a lab's checks")
    .argument('<lab>')
    .option(
      '-m, --machine <machine>',
      `${MACHINE_HELP}; the one scratch machine that was made for this lab where nothing is said`,
    )
    .option('--seed <text>', 'the seed that gave this learner their values of vary:', '')
    .option('--json', 'print one JSON document', false)
    .action(async (name: string, options: { machine?: string; seed: string; json: boolean }) => {
      const lab = readLabs(findLabFiles([name]))[0]!.lab
      const choice = options.machine ? readChoice(options.machine) : soleMachine(lab.name)
      if (choice.kind === 'scratch') {
        throw new UsageError(
          '--machine scratch: a new machine holds nothing to check; name one that lives, scratch:ID',
        )
      }
      if (choice.kind === 'living') warnOfOther(choice.id, lab.name)
      const { make } = await machineSource(choice)
      await using machine = await make(lab)
      const result = await checkLab(lab, machine, options.seed)
      process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : checkReport(result, color))
      process.exitCode = result.ok ? EXIT.held : EXIT.fellShort
    })

/** A machine of another lab may well be checked, but most often that is a slip. */
const warnOfOther = (id: string, lab: string): void => {
  const made = livingMachines().find((each) => each.id === id)?.state.lab
  if (made && made !== lab) console.error(`machine ${id} was made for lab ${made}, not for ${lab}`)
}

const soleMachine = (lab: string): Choice => {
  const living = livingMachines().filter(({ state }) => state.lab === lab && state.members.length > 0)
  if (living.length === 1) return { kind: 'living', id: living[0]!.id }
  const ids = living.map(({ id }) => `scratch:${id}`)
  throw new MachineError(
    ids.length === 0
      ? `no scratch machine of lab ${lab} lives`
      : `${ids.length} scratch machines of lab ${lab} live: ${ids.join(', ')}`,
    ids.length === 0
      ? `labwright run ${lab} makes one; --machine host checks this computer`
      : 'say which one with --machine scratch:ID',
  )
}
