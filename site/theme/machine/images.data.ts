/** What images lie beside the site's pages; read while the site is built. */
import { imagesOfSite, summary } from '../../.vitepress/machine-files.ts'
import type { SiteImages } from './site-image.ts'

declare const data: SiteImages

export { data }

export default {
  load: async (): Promise<SiteImages> =>
    Object.fromEntries((await imagesOfSite()).map(({ name, image }) => [name, summary(image)])),
}
