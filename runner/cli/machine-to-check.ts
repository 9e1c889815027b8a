import type { Lab } from '../lab/lab.ts'
import { allMachines } from '../machine/living.ts'
import { MachineError } from '../machine/machine.ts'
import { UsageError } from './exit.ts'
import { type Choice, readChoice } from './machines.ts'

/**
 * The machine whose present state is to be held against a lab's checks: the one that was named, or the one machine
 * that was made for this lab.
 * @throws UsageError for a new machine
 * @throws MachineError where nothing was named, and there is none or more than one
 */
export const machineToCheck = (lab: string, named: string | undefined): Choice => {
  const choice = named ? readChoice(named) : soleMachine(lab)
  if (choice.kind === 'scratch' || choice.kind === 'vm') {
    throw new UsageError(
      `--machine ${choice.kind}: a new machine holds nothing to check; name one that lives, ${choice.kind}:ID`,
    )
  }
  if (choice.kind === 'browser')
    throw new UsageError(
      '--machine browser: a new machine holds nothing to check, and one of a page can only be checked there',
    )
  if (choice.kind === 'living') warnOfOther(choice.id, lab)
  return choice
}

/** A machine of another lab may well be checked, but most often that is a slip. */
const warnOfOther = (id: string, lab: string): void => {
  const made = allMachines().find((each) => each.id === id)?.lab
  if (made && made !== lab) console.error(`machine ${id} was made for lab ${made}, not for ${lab}`)
}

const soleMachine = (lab: string): Choice => {
  const living = allMachines().filter((each) => each.lab === lab && each.ready)
  if (living.length === 1) return readChoice(living[0]!.name)
  const ids = living.map(({ name }) => name)
  throw new MachineError(
    ids.length === 0
      ? `no machine of lab ${lab} lives`
      : `${ids.length} machines of lab ${lab} live: ${ids.join(', ')}`,
    ids.length === 0
      ? `labwright run ${lab} makes one; --machine host checks this computer`
      : 'say which one with --machine',
  )
}

/** Without a seed, the values are some, but hardly this learner's. */
export const warnOfValues = ({ name, vary }: Lab): void => {
  const values = Object.keys(vary).map((each) => `{${each}}`)
  if (values.length > 0)
    console.error(
      `lab ${name} gives each learner their own ${values.join(', ')}: name this one's seed with --seed`,
    )
}
