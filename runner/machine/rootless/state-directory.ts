/** Where scratch machines are written down while they live. */
import { lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRoot } from './user-namespace.ts'

const uid = process.getuid?.() ?? 0

/**
 * One file a machine. Root has it in `/run`, a user in what the session gives them (`$XDG_RUNTIME_DIR`), or, where there is
 * none, beside other temporary files. All are empty after a restart of the computer, as the machines are gone then.
 * Source: XDG Base Directory Specification 0.8.
 */
export const STATE_DIRECTORY = isRoot
  ? '/run/labwright'
  : process.env.XDG_RUNTIME_DIR
    ? join(process.env.XDG_RUNTIME_DIR, 'labwright')
    : join(tmpdir(), `labwright-${uid}`)

/**
 * Makes it, for this user alone.
 * @throws where it can't be made, or somebody else made one of its name
 */
export const makeStateDirectory = (): void => {
  mkdirSync(STATE_DIRECTORY, { recursive: true, mode: 0o700 })
  if (isRoot) return
  const found = lstatSync(STATE_DIRECTORY)
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0)
    throw new Error(`${STATE_DIRECTORY} is not a folder of your own that nobody else may enter: remove it`)
}
