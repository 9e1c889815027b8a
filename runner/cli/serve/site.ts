import { dirname } from 'node:path'
import { Site } from '../../serve/site.ts'
import { canBuild, ensureSite } from '../../serve/site-build.ts'
import { UsageError } from '../exit.ts'
import { labsFolder } from '../labs.ts'

/**
 * The site that was named; else that of this folder, built first where that is needed.
 * @param tell told that it is being built
 * @throws UsageError where there is no site, and none can be built
 */
export const findSite = async (
  given: string | undefined,
  signal: AbortSignal,
  tell: (message: string) => void,
): Promise<Site> => {
  const root = dirname(labsFolder() ?? process.cwd())
  if (given === undefined && !canBuild(root))
    throw new UsageError(
      `there is no site in ${root}, nor what one is built from.\nnpm start, in Labwright's folder, builds and serves it; --site FOLDER serves one that is built.`,
    )
  const folder = given ?? (await ensureSite({ root, signal, begins: () => tell('Building the site …') }))
  const site = openSite(folder)
  if (site?.hasPages) return site
  throw new UsageError(
    `--site ${folder}: there is no built site, as there is no index.html in it.\nnpx vitepress build site builds one, in site/.vitepress/dist.`,
  )
}

const openSite = (folder: string): Site | undefined => {
  try {
    return new Site(folder)
  } catch {
    return undefined
  }
}
