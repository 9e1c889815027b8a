/** Files that a call names. */
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync, writeSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { UsageError } from './exit.ts'

/** What to call it to whoever named it. */
export const fileName = (file: string): string => (file === '-' ? 'standard input' : file)

/**
 * The text of a file; `-` is standard input, which can be read once.
 * @throws UsageError where it can't be read
 */
export const readNamed = (file: string): string => {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw new UsageError(`${fileName(file)} can't be read: ${(error as Error).message}`)
  }
}

/**
 * Writes text to the file that an option names; `-` is standard output.
 * @param read what the call has read: a slip of the hand would write over it
 * @throws UsageError where it can't be written, or was read
 */
export const writeNamed = (
  option: string,
  file: string,
  text: string,
  read: readonly string[] = [],
): void => {
  if (file === '-') {
    process.stdout.write(text)
    return
  }
  const source = read.find((each) => each !== '-' && isSameFile(each, file))
  if (source !== undefined)
    throw new UsageError(
      `${option} ${file} would write over ${source}, which was read; nothing was written.\nGive ${option} another file.`,
    )
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new UsageError(`${option}: ${file} can't be written: ${(error as Error).message}`)
  }
}

/**
 * Writes to a file that an option named and that is open.
 * @throws UsageError where the disk is full
 */
export const writeOpen = (option: string, file: string, descriptor: number, text: string): void => {
  try {
    const bytes = Buffer.from(text)
    // A call need not take all that it is given (write(2)).
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
  } catch (error) {
    throw new UsageError(`${option}: ${file} can't be written: ${(error as Error).message}`)
  }
}

/** Whether two names are of one file, also through links, and where there is none yet. */
export const isSameFile = (one: string, other: string): boolean =>
  realName(resolve(one)) === realName(resolve(other))

const realName = (file: string): string => {
  try {
    return realpathSync(file)
  } catch {
    const folder = dirname(file)
    return folder === file ? file : join(realName(folder), basename(file))
  }
}

/** A folder and those it lies in. Node's own way tries for ever where a file system says ENOENT, as /proc does. */
export const makeFolder = (folder: string, mode = 0o777): void => {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder), mode)
  try {
    mkdirSync(folder, { mode })
  } catch (error) {
    // Another process may have been faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
