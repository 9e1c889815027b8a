/** Files that a call names. */
import { readFileSync, writeFileSync } from 'node:fs'
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
 * @throws UsageError where it can't be written
 */
export const writeNamed = (option: string, file: string, text: string): void => {
  if (file === '-') {
    process.stdout.write(text)
    return
  }
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new UsageError(`${option}: ${file} can't be written: ${(error as Error).message}`)
  }
}
