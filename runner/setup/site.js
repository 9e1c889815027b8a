// @ts-check
import { FOLDER } from './prepare.js'
import { inSight } from './progress.js'
import { SetupError } from './setup-error.js'
import { typescript } from './typescript.js'

/**
 * Builds the site where it is not that of the present sources.
 * @param {AbortSignal} signal
 * @throws {SetupError} where it can't be built
 */
export const buildSite = async (signal) => {
  const { ensureSite, isSiteCurrent } = await typescript(() => import('../serve/site-build.ts'))
  if (isSiteCurrent(FOLDER)) return
  await inSight('site', signal, async () => {
    try {
      await ensureSite({ root: FOLDER, signal })
    } catch (error) {
      signal.throwIfAborted()
      throw new SetupError(
        error instanceof Error ? error.message : String(error),
        'Is something wrong with a page in labs/ or site/? npx vitepress build site tries again.',
        1,
      )
    }
  })
}
