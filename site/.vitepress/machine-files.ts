/** The images that machines in the page start from, as they get into the site: `machine/plain/` and `machine/docker/`. */
import { createReadStream } from 'node:fs'
import { cp, mkdir, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Plugin } from 'vitepress'
import { type FoundImage, findBrowserImage } from '../../runner/machine/browser/find-image.ts'
import { allBytes, type BrowserImage, firstBytes } from '../../runner/machine/browser/image.ts'
import { type ImageName, imageFolder, type SiteImage } from '../theme/machine/site-image.ts'

export interface NamedImage extends FoundImage {
  name: ImageName
}

/** Images that have been built on this computer; none for a site that is told to have none, as one behind a server is. */
export async function imagesOfSite(): Promise<NamedImage[]> {
  if (process.env.LABWRIGHT_MACHINES === 'none') return []
  const found = await Promise.all(
    (['plain', 'docker'] as const).map(async (name) => {
      const image = await findBrowserImage(name === 'docker')
      return image ? [{ name, ...image }] : []
    }),
  )
  return found.flat()
}

/** What a page is told of an image. */
export const summary = (image: BrowserImage): SiteImage => ({
  key: image.key,
  first: firstBytes(image),
  firstFiles: [image.wasm, ...image.state.parts].map(({ name, bytes }) => [name, bytes]),
  all: allBytes(image),
})

/** Copies the images into a built site, and says what is there. */
export async function copyMachineFiles(outDir: string): Promise<void> {
  await rm(join(outDir, 'machine'), { recursive: true, force: true })
  if (process.env.LABWRIGHT_MACHINES === 'none') return
  const images = await imagesOfSite()
  for (const { name, folder, image } of images) {
    const to = join(outDir, imageFolder(name))
    await mkdir(to, { recursive: true })
    await cp(folder, to, { recursive: true })
    console.log(
      `machine in the page, ${name}: ${megabytes(allBytes(image))} MB in ${(await readdir(to)).length} files, ${megabytes(firstBytes(image))} MB of them before a first prompt`,
    )
  }
  if (!images.some(({ name }) => name === 'plain'))
    console.log(
      'no machine in the page: the site is for reading. `npx labwright image build --kind browser` makes one; then build the site again.',
    )
}

/** Serves the images beside the pages of `npm run site`. */
export function machineFiles(): Plugin {
  return {
    name: 'labwright-machine-files',
    async configureServer(server) {
      const folders = new Map((await imagesOfSite()).map(({ name, folder }) => [imageFolder(name), folder]))
      server.middlewares.use((request, response, next) => {
        const [, folder, file] = /\/(machine\/\w+\/)([\w.-]+)(?:\?|$)/.exec(request.url ?? '') ?? []
        const from = folders.get(folder ?? '')
        if (!from || !file) return next()
        createReadStream(join(from, basename(file)))
          .on('error', () => next())
          .pipe(response)
      })
    },
  }
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)
