/** The classes that are kept on this computer: a file each, named for its day. */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { ClassLog } from './log.ts'
import { ClassStore, StoreError } from './store.ts'

const ENDING = '.class'

/** A class as it is listed. */
export interface KeptClass {
  id: string
  file: string
  title: string
  opened: number
  ended?: number
  learners: number
}

/**
 * A name for a new class: its day, and a number from the second of that day on.
 * @param folder made where there is none
 * @throws StoreError where it can't be made
 */
export const newClassFile = (folder: string, now = new Date()): string => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StoreError(
      `classes can't be kept: ${(error as Error).message}\nXDG_DATA_HOME names another folder for them.`,
    )
  }
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => `${part}`.padStart(2, '0'))
    .join('-')
  for (let count = 1; ; count++) {
    const file = join(folder, (count === 1 ? day : `${day}-${count}`) + ENDING)
    if (!existsSync(file)) return file
  }
}

export const idOf = (file: string): string => basename(file, ENDING)

/** The classes of a folder, the latest first; what is none is left out. */
export const listClasses = (folder: string): KeptClass[] => {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .flatMap((name) => {
      const file = join(folder, name)
      try {
        using store = ClassStore.open(file, { readonly: true })
        const { title, opened, ended, learners } = new ClassLog(store).state
        return [
          {
            id: idOf(file),
            file,
            title,
            opened,
            learners: learners.size,
            ...(ended === undefined ? {} : { ended }),
          },
        ]
      } catch (error) {
        if (error instanceof StoreError) return []
        throw error
      }
    })
    .sort((a, b) => b.opened - a.opened)
}

/** The file of a class by its name, or by its path; undefined where there is none. */
export const findClass = (folder: string, name: string): string | undefined => {
  const places = [join(folder, name + ENDING), resolve(name)]
  return places.find((place) => existsSync(place) && statSync(place).isFile())
}

/** Removes a class, and what SQLite keeps beside it. */
export const removeClass = (file: string): void => {
  for (const beside of ['', '-wal', '-shm', '.lock']) rmSync(file + beside, { force: true })
}
