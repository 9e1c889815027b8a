import { Command, Option } from 'commander'
import { readComputer } from '../../class/computer.ts'
import { type Measured, measureLab } from '../../class/measure.ts'
import { type Plan, plan } from '../../class/plan.ts'
import { planText } from '../../class/plan-text.ts'
import type { Lab } from '../../lab/lab.ts'
import { dataFolder } from '../../serve/data-folder.ts'
import { paint } from '../color.ts'
import { EXIT } from '../exit.ts'
import { machineSource } from '../machines.ts'
import { readCount, readSize } from '../options.ts'
import { untilSignalled } from '../until-signalled.ts'
import { classLabs, readNames } from './new-class.ts'

interface Options {
  learners: number
  labs?: string
  machine: 'scratch' | 'vm'
  memory: number
  json: boolean
}

/** `labwright class plan`: how many learners this computer carries. */
export const planCommand = (): Command =>
  new Command('plan')
    .description(
      'how many learners this computer carries: makes one machine, plays the labs on it, and reckons',
    )
    .option('--learners <n>', 'learners that are expected', readCount, 30)
    .option('--labs <names>', 'the labs of the class, with commas between; all of the course if not given')
    .addOption(
      new Option('-m, --machine <machine>', 'what learners get')
        .choices(['scratch', 'vm'])
        .default('scratch'),
    )
    .option('--memory <size>', 'memory of a scratch machine, its disk included, at most', readSize, 2 ** 30)
    .option('--json', 'print one JSON document', false)
    .action((options: Options) => untilSignalled((signal) => planClass(options, signal)))

const planClass = async (options: Options, signal: AbortSignal): Promise<void> => {
  const { learners, machine, memory, json } = options
  const labs = classLabs(readNames(options.labs))
  const limits = machine === 'scratch' ? { limits: { memory } } : {}
  const { make } = await machineSource({ kind: machine }, { attended: true, ...limits })
  // Before anything runs here that would not during the class.
  const computer = await readComputer(dataFolder())
  const measured = await measureAll(labs, make, signal)
  const planned = plan(
    learners,
    measured.map(({ need }) => need),
    computer,
    memory,
  )
  if (json) process.stdout.write(`${JSON.stringify({ ...planned, computer, measured }, null, 2)}\n`)
  else tell(planned, measured)
  process.exitCode = planned.ok ? EXIT.held : EXIT.fellShort
}

/** One after the other: two at once would be in each other's figures. */
const measureAll = async (
  labs: readonly Lab[],
  make: Parameters<typeof measureLab>[1],
  signal: AbortSignal,
): Promise<Measured[]> => {
  const measured: Measured[] = []
  for (const lab of labs) {
    console.error(`Playing ${lab.name} on one machine …`)
    measured.push(await measureLab(lab, make, signal))
  }
  return measured
}

const tell = (planned: Plan, measured: readonly Measured[]): void => {
  const { head, rows, verdict, notes } = planText(planned)
  const lines = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  const [title, ...others] = lines.map((line) =>
    line
      .map((cell, column) => (column ? cell.padStart(widths[column]!) : cell.padEnd(widths[0]!)))
      .join('  '),
  )
  console.log([paint.bold(title!), ...others].join('\n'))
  console.log(`\n${paint.bold((planned.ok ? paint.green : paint.red)(verdict))}`)
  for (const note of notes) console.log(note)
  for (const { need, fellShort, isRough } of measured) {
    if (isRough)
      console.log(
        `The figures of ${need.lab} are those of the whole computer, since its machine has no control groups: they are right where nothing else runs here.`,
      )
    if (fellShort.length > 0)
      console.log(
        paint.yellow(
          `${need.lab} did not go as it should while it was measured (labwright test ${need.lab} says more): ${fellShort[0]}`,
        ),
      )
  }
}
