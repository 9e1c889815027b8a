import { Command } from 'commander'
import { examine } from '../doctor/examine.ts'
import { allMachines } from '../machine/living.ts'
import { lacksRoot } from '../machine/rootless/user-namespace.ts'
import { count } from '../report/count.ts'
import { paint } from './color.ts'
import { findLabFiles, readLab } from './labs.ts'

/** `labwright list`: the labs, what each needs, whether it can run here. */
export const listCommand = (): Command =>
  new Command('list')
    .description('the labs, what each needs, whether it can run here')
    .option('--machines', 'the machines that live on this computer instead', false)
    .option('--json', 'print one JSON document', false)
    .action(async (options: { machines: boolean; json: boolean }) => {
      const rows = options.machines ? machineRows() : await labRows()
      if (options.json) return void process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
      if (rows.length === 0) return console.log('no machine lives here')
      process.stdout.write(table(rows))
    })

type Row = Record<string, string>

const machineRows = (): Row[] =>
  allMachines().map(({ name, lab, runner, of }) => ({
    machine: name,
    lab: lab ?? '',
    of: { runner: `process ${runner}`, kept: 'kept', orphan: 'nobody; labwright clean ends it' }[of],
  }))

const labRows = async (): Promise<Row[]> => {
  const lacks = (await examine()).filter(({ ok }) => ok === false)
  return findLabFiles([]).map((file) => {
    const { lab, problems } = readLab(file)
    const errors = problems.filter(({ severity }) => severity === 'error')
    const runs =
      errors.length > 0 || !lab
        ? `no: ${count(errors.length, 'error')}, labwright lint`
        : lacks[0]
          ? `no: ${lacks[0].name}, labwright doctor`
          : lacksRoot(lab)
            ? 'no: as root only'
            : 'yes'
    return {
      lab: lab?.name ?? file,
      title: lab?.title ?? '',
      minutes: lab ? String(lab.minutes) : '',
      steps: lab ? String(lab.steps.length) : '',
      needs: lab?.requires.join(', ') ?? '',
      'runs here': runs,
    }
  })
}

const table = (rows: Row[]): string => {
  const names = Object.keys(rows[0] ?? {})
  const widths = names.map((name) => Math.max(name.length, ...rows.map((row) => row[name]!.length)))
  const line = (cells: string[]): string =>
    cells
      .map((cell, index) => cell.padEnd(widths[index]!))
      .join('  ')
      .trimEnd()
  return `${[paint.bold(line(names)), ...rows.map((row) => line(names.map((name) => row[name]!)))].join('\n')}\n`
}
