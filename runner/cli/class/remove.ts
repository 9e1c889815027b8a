import { dirname } from 'node:path'
import { Command } from 'commander'
import { removeClass } from '../../class/classes.ts'
import { withLock } from '../../machine/image/lock.ts'
import { UsageError } from '../exit.ts'
import { classesFolder, classFile } from './kept.ts'

/** `labwright class remove`: forgets a class, with all results. */
export const removeCommand = (): Command =>
  new Command('remove')
    .description('removes a class and its results; an archive keeps them')
    .argument('<class>', 'its name, as labwright class list has it')
    .action(async (name: string) => {
      const file = classFile(name)
      if (dirname(file) !== classesFolder())
        throw new UsageError(
          `'${name}' is a file, and no class that is kept here: it is removed as any file is.`,
        )
      const removed = await withLock(`${file}.lock`, undefined, async () => {
        removeClass(file)
        return true
      })
      if (!removed) throw new UsageError(`class '${name}' is going on: end it first.`)
      console.log(`Removed ${file}`)
    })
