import { readFileSync, watch } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { count } from '../report/count.ts'
import { explainError } from './exit.ts'

/** Milliseconds of quiet after a change: editors write a file in several goes. */
const QUIET = 100

/**
 * Plays all labs, and then, for as long as the process lives, those whose file was edited. One play at a time: what
 * is edited meanwhile is played afterwards. Whatever goes wrong is said, and the next change is waited for.
 *
 * `node:fs` is enough: the folders are few and known, and are watched (not the files, which many editors replace).
 *
 * @param test plays the labs in some files
 */
export const watchLabs = async (
  files: readonly string[],
  test: (files: string[]) => Promise<unknown>,
): Promise<never> => {
  const seen = new Map(files.map((file) => [file, contentOf(file)]))
  const edited = (): string[] =>
    files.filter((file) => {
      const content = contentOf(file)
      // An editor may take a file away for a moment.
      if (content === undefined || content === seen.get(file)) return false
      seen.set(file, content)
      return true
    })

  let wake = (): void => {}
  for (const folder of new Set(files.map((file) => dirname(resolve(file)))))
    watch(folder, () => wake()).on('error', () => {})

  for (let next = [...files]; ; ) {
    if (next.length > 0) {
      await test(next).catch((error) => console.error(explainError(error).text))
      console.error(`\nwatching ${count(files.length, 'lab')}; Ctrl-C ends it`)
      next = edited()
    } else {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
      await sleep(QUIET)
      next = edited()
    }
  }
}

const contentOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
