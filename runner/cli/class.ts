import { Command } from 'commander'
import { archiveCommand } from './class/archive.ts'
import { listCommand } from './class/list.ts'
import { planCommand } from './class/plan.ts'
import { receiptsCommand } from './class/receipts.ts'
import { removeCommand } from './class/remove.ts'
import { resultsCommand } from './class/results.ts'
import { resumeCommand } from './class/resume.ts'
import { showCommand } from './class/show.ts'
import { startCommand } from './class/start.ts'

/** `labwright class`: one teacher, many learners, each with a machine of their own. */
export const classCommand = (): Command => {
  const command = new Command('class').description('a workshop: one teacher, many learners, a machine each')
  for (const part of [
    startCommand(),
    resumeCommand(),
    listCommand(),
    showCommand(),
    resultsCommand(),
    receiptsCommand(),
    archiveCommand(),
    removeCommand(),
    planCommand(),
  ])
    command.addCommand(part)
  return command
}
