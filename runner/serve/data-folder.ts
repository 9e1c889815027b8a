import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where the server keeps what must outlive it: `labwright` in the user's data directory.
 * Source: XDG Base Directory Specification 0.8.
 */
export const dataFolder = (): string =>
  join(process.env.XDG_DATA_HOME || join(homedir(), '.local/share'), 'labwright')
