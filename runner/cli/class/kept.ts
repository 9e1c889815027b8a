import { join } from 'node:path'
import { findClass, type KeptClass, listClasses } from '../../class/classes.ts'
import { ClassLog } from '../../class/log.ts'
import { ClassStore, StoreError } from '../../class/store.ts'
import { dataFolder } from '../../serve/data-folder.ts'
import { UsageError } from '../exit.ts'

/** How a class is named on the command line. */
export const CLASS_HELP = 'its name, as labwright class list has it, or an archive; the latest if not given'

/** Where classes are kept. */
export const classesFolder = (): string => join(dataFolder(), 'classes')

/**
 * The file of the class that was named; without a name, of the latest that fits.
 * @throws UsageError where there is none
 */
export const classFile = (
  name: string | undefined,
  fits: (kept: KeptClass) => boolean = () => true,
): string => {
  if (name !== undefined) {
    const file = findClass(classesFolder(), name)
    if (file) return file
    throw new UsageError(
      `no class '${name}': there is none of that name, and no such file.\nlabwright class list shows the classes.`,
    )
  }
  const latest = listClasses(classesFolder()).find(fits)
  if (latest) return latest.file
  throw new UsageError('there is no such class yet.\nlabwright class start opens one.')
}

/**
 * Reads a class for as long as some work takes.
 * @throws UsageError where it is none
 */
export const withClass = async <T>(
  name: string | undefined,
  work: (log: ClassLog) => T | Promise<T>,
): Promise<T> => {
  const file = classFile(name)
  return explained(async () => {
    using store = ClassStore.open(file, { readonly: true })
    return await work(new ClassLog(store))
  })
}

/** Says what is wrong with a file of a class as what it is: no bug of ours. */
export const explained = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StoreError) throw new UsageError(error.message)
    throw error
  }
}
