import { Command } from 'commander'
import { cleanBuilds } from '../machine/image/build.ts'
import { cleanScratch } from '../machine/scratch/clean.ts'
import { count } from '../report/count.ts'

/** `labwright clean`: remove whatever a killed run left behind. */
export const cleanCommand = (): Command =>
  new Command('clean')
    .description('remove whatever a killed run left behind, and machines that were kept')
    .action(async () => {
      const { machines, cgroups, processes } = await cleanScratch()
      const builds = await cleanBuilds()
      if (machines.length + cgroups + builds === 0) return console.log('nothing was left behind')
      const parts = [
        `${count(machines.length, 'machine')}${machines.length > 0 ? ` (${machines.join(', ')})` : ''}`,
        count(processes, 'process', 'processes'),
        count(cgroups, 'control group'),
        count(builds, 'half-made image'),
      ]
      console.log(`removed ${parts.join(', ')}`)
    })
