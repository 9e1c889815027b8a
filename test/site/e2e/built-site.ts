/** The site as it is built from what is here now. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { onTestFinished } from 'vitest'
import { withLock } from '../../../runner/machine/image/lock.ts'
import { ensureSite } from '../../../runner/serve/site-build.ts'

export const ROOT = resolve(import.meta.dirname, '../../..')

const temporary = (): string => mkdtempSync(join(tmpdir(), 'labwright-site-'))

export const removeSite = (folder: string): void => rmSync(folder, { recursive: true, force: true })

/** The site for `labwright serve`, built where the last one is not of now. A copy: the next build takes nothing away. */
export const builtSite = async (): Promise<string> => {
  const folder = temporary()
  onTestFinished(() => removeSite(folder))
  cpSync(await ensureSite({ root: ROOT }), folder, { recursive: true })
  return folder
}

/**
 * The site for a static host that has it at `base`, `/course/` for one. Whoever asks for it removes it.
 * @param machines with the images that have been built on this computer, so that pages have machines
 */
export const siteAt = async (base: string, machines = false): Promise<string> => {
  const folder = temporary()
  const vitepress = join(ROOT, 'node_modules/vitepress/bin/vitepress.js')
  // Two builds at once would write over each other's temporary files.
  const lock = join(ROOT, 'site/.vitepress/cache/build.lock')
  await withLock(
    lock,
    () => {},
    () =>
      execa(process.execPath, [vitepress, 'build', 'site', '--outDir', folder], {
        cwd: ROOT,
        env: { LABWRIGHT_BASE: base, LABWRIGHT_MACHINES: machines ? '' : 'none' },
        stdin: 'ignore',
      }),
  ).catch((error) => {
    removeSite(folder)
    throw error
  })
  return folder
}
