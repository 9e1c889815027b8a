/** `labwright serve` with the course, as `npm start` has it. */
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { folder } from '../../cli/labwright.ts'
import { LiveServer } from '../../serve/live-server.ts'
import { builtSite, ROOT } from './built-site.ts'

/** A folder with the course, and with a data folder that is nobody else's. */
export const courseFolder = (): string => {
  const cwd = folder({ 'data/empty': '' })
  symlinkSync(join(ROOT, 'labs'), join(cwd, 'labs'))
  return cwd
}

export const serveCourse = async (cwd = courseFolder(), args: string[] = []): Promise<LiveServer> =>
  LiveServer.start(cwd, ['--site', await builtSite(), ...args])
