import { Command } from 'commander'
import { cleanBuilds } from '../machine/image/build.ts'
import { allMachines, cleanMachines } from '../machine/living.ts'
import { cleanSystems } from '../machine/vm/system.ts'
import { count } from '../report/count.ts'
import { UsageError } from './exit.ts'

/** `labwright clean`: remove whatever a killed run left behind. */
export const cleanCommand = (): Command =>
  new Command('clean')
    .description('remove whatever a killed run left behind, and machines that were kept')
    .argument(
      '[id...]',
      'machines, as labwright list --machines names them; all that no runner works with where none is named',
    )
    .action(async (names: string[]) => {
      const ids = names.map((name) => name.replace(/^(scratch|vm):/, ''))
      for (const id of ids) {
        const living = allMachines().find((each) => each.id === id)
        if (!living) throw new UsageError(`no machine '${id}'; labwright list --machines shows them`)
        if (living.of === 'runner') {
          throw new UsageError(`process ${living.runner} works with machine '${id}'; end that first (Ctrl-C)`)
        }
      }
      const { machines, cgroups, processes } = await cleanMachines(
        (id) => ids.length === 0 || ids.includes(id),
      )
      const builds = ids.length === 0 ? (await cleanBuilds()) + (await cleanSystems()) : 0
      if (machines.length + cgroups + builds === 0) return console.log('nothing was left behind')
      const parts = [
        `${count(machines.length, 'machine')}${machines.length > 0 ? ` (${machines.join(', ')})` : ''}`,
        count(processes, 'process', 'processes'),
        count(cgroups, 'control group'),
        count(builds, 'half-made image'),
      ]
      console.log(`removed ${parts.join(', ')}`)
    })
