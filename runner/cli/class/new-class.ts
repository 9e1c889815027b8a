import { resolve } from 'node:path'
import { newClassFile, removeClass } from '../../class/classes.ts'
import { ClassLog } from '../../class/log.ts'
import { newCode, newTeacherSecret } from '../../class/secrets.ts'
import { ClassStore } from '../../class/store.ts'
import type { Lab } from '../../lab/lab.ts'
import { classLab } from '../../serve/class/classroom.ts'
import type { OpenClass } from '../../serve/class/open.ts'
import { servedLabs } from '../../serve/rooms.ts'
import { UsageError } from '../exit.ts'
import { findLabFiles, readLabs } from '../labs.ts'
import { classesFolder } from './kept.ts'
import type { ClassOptions } from './options.ts'
import { runClass } from './run.ts'

export interface NewClass {
  labs: readonly Lab[]
  /** The title of the first lab, where there is none. */
  title: string | undefined
  options: ClassOptions
  signal: AbortSignal
  /** It is served from now on. */
  opened?: (open: OpenClass) => void
}

/**
 * Opens a new class, and serves it until it is told to stop.
 * @throws UsageError, MachineError, StoreError
 */
export const startClass = async ({ labs, title, signal, opened, ...given }: NewClass): Promise<void> => {
  const options = withPaths(given.options)
  if (!options.cert !== !options.key) throw new UsageError('--cert and --key belong together: give both.')
  if (options.machine === 'scratch' && options.disk > 0.9 * options.memory)
    throw new UsageError(
      '--disk takes nearly all of --memory, which the disk lies in: a full disk would end the machine.\nGive it half: without --disk, it has that.',
    )
  const served = await servedLabs(labs)
  const file = newClassFile(classesFolder())
  let isOpen = false
  const running = runClass({
    file,
    labs: served,
    options,
    signal,
    opened: (open) => {
      isOpen = true
      opened?.(open)
    },
    open: () => {
      const store = ClassStore.create(file)
      const log = new ClassLog(store)
      store.keep('code', newCode())
      store.keep('teacher', newTeacherSecret())
      store.keep('options', JSON.stringify(options))
      store.keep('labs', JSON.stringify(labs.map(({ file: path }) => resolve(path))))
      log.record({
        type: 'opened',
        title: title?.trim() || labs[0]!.title,
        machine: options.machine,
        labs: served.map(classLab),
      })
      return log
    },
  })
  await running.catch((error) => {
    // A class that nobody could ever join is none.
    if (!isOpen) removeClass(file)
    throw error
  })
}

/** So that the class can be gone on with from another folder. */
const withPaths = (options: ClassOptions): ClassOptions => {
  const { site, cert, key } = options
  const paths = Object.entries({ site, cert, key }).flatMap(([name, path]) =>
    path ? [[name, resolve(path)]] : [],
  )
  return { ...options, ...Object.fromEntries(paths) }
}

/**
 * The names of `--labs`; none where it was not given.
 * @throws UsageError where it names none
 */
export const readNames = (text: string | undefined): string[] => {
  if (text === undefined) return []
  const names = text.split(',').flatMap((name) => name.trim() || [])
  if (names.length === 0) throw new UsageError('--labs names no lab; labwright list shows them.')
  return names
}

/**
 * The labs that were named, in that order.
 * @throws UsageError, LessonError
 */
export const classLabs = (names: readonly string[]): Lab[] =>
  readLabs(findLabFiles(names)).map(({ lab }) => lab)
