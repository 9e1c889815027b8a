import { writeFileSync } from 'node:fs'
import { UsageError } from '../exit.ts'

/**
 * Writes into a file; on standard output where none was named.
 * @throws UsageError where it can't be written
 */
export const writeResult = (text: string, file: string | undefined): void => {
  if (file === undefined) {
    process.stdout.write(text)
    return
  }
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new UsageError(`${file} can't be written: ${(error as Error).message}`)
  }
}
