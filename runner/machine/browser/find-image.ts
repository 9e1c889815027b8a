/** Where images of browser machines lie on this computer, and what reads them in Node. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { cacheDirectory } from '../image/cache.ts'
import { packagesOf } from './build/packages.ts'
import { recipe } from './build/system.ts'
import { BrowserImage, type ReadFile } from './image.ts'

export interface FoundImage {
  folder: string
  image: BrowserImage
}

/** The folder that holds one folder an image. */
export const browserImagesDirectory = (): string => join(cacheDirectory(), 'browser')

const v86 = dirname(createRequire(import.meta.url).resolve('v86'))

/** v86's own code. */
export const wasmFile = join(v86, 'v86.wasm')

/** Its version: a state of one is read by no other. */
export const v86Version = async (): Promise<string> =>
  JSON.parse(await readFile(join(v86, '../package.json'), 'utf8')).version

/** Names the image by its recipe. */
export const browserImageKey = async (docker: boolean): Promise<string> => {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([await v86Version(), packagesOf(docker), docker]))
  for (const file of recipe) hash.update(relative(import.meta.dirname, file)).update(await readFile(file))
  return hash.digest('hex').slice(0, 12)
}

/** Reads the image in a folder; undefined where there is none, or none that is whole. */
export const readBrowserImage = async (folder: string): Promise<FoundImage | undefined> => {
  try {
    const image = BrowserImage.parse(JSON.parse(await readFile(join(folder, 'image.json'), 'utf8')))
    return { folder, image }
  } catch {
    return undefined
  }
}

/** The image of the present recipe, if it has been built. */
export const findBrowserImage = async (docker: boolean): Promise<FoundImage | undefined> =>
  readBrowserImage(join(browserImagesDirectory(), await browserImageKey(docker)))

/** All images that are whole. */
export const listBrowserImages = async (): Promise<FoundImage[]> => {
  const parent = browserImagesDirectory()
  const names = await readdir(parent).catch(() => [])
  const images = await Promise.all(names.map((name) => readBrowserImage(join(parent, name))))
  return images.filter((image) => image !== undefined)
}

/** Reads the files of an image from its folder. */
export const folderReader =
  (folder: string): ReadFile =>
  async (name) =>
    new Uint8Array(await readFile(join(folder, name)))
