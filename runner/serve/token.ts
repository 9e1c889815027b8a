import { randomBytes } from 'node:crypto'
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from './whole-file.ts'

/**
 * What an address must hold to be let in: 256 random bits. It is kept, so that an open page comes back after the server
 * was started again.
 * @param warn told where it can't be kept
 */
export const readToken = (folder: string, warn: (message: string) => void): string => {
  const file = join(folder, 'token')
  try {
    const kept = readFileSync(file, 'utf8').trim()
    if (/^[\w-]{43}$/.test(kept)) {
      chmodSync(file, 0o600)
      return kept
    }
  } catch {
    // There is none yet, or none that can be read: a new one is made.
  }
  const token = randomBytes(32).toString('base64url')
  try {
    writeWhole(file, `${token}\n`)
  } catch (error) {
    warn(
      `The token could not be kept: ${(error as Error).message}. After a restart, pages have to be opened anew.`,
    )
  }
  return token
}
