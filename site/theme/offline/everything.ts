/** All files of the site and of its machines, and what of them the browser keeps. */
import type { BrowserImage } from '../../../runner/machine/browser/image.ts'
import type { CacheNames } from '../machine/cache-names.ts'
import { type ImageName, imageFolder, type SiteImage, type SiteImages } from '../machine/site-image.ts'

export interface KeptFile {
  address: string
  cache: string
  bytes: number
}

export interface Listing {
  /** Address from the site's base on, and bytes. */
  files: [string, number][]
}

/** Files of the site's pages. */
export const pageFiles = ({ files }: Listing, site: string, names: CacheNames): KeptFile[] =>
  files.map(([path, bytes]) => ({ address: site + path, cache: names.pages, bytes }))

/** Files of an image, whose list is one of them. */
export const imageFiles = (
  image: BrowserImage,
  name: ImageName,
  site: string,
  names: CacheNames,
): KeptFile[] => {
  const folder = site + imageFolder(name)
  return [image.wasm, ...image.state.parts, ...image.disk.parts]
    .map((file) => ({ address: folder + file.name, cache: names.image(image.key), bytes: file.bytes }))
    .concat({ address: `${folder}image.json`, cache: names.image(image.key), bytes: 0 })
}

/** What of them is not kept yet. */
export async function missingOf(files: readonly KeptFile[]): Promise<KeptFile[]> {
  const kept = new Map<string, Set<string>>()
  for (const name of new Set(files.map(({ cache }) => cache))) {
    const requests = (await caches.has(name)) ? await (await caches.open(name)).keys() : []
    kept.set(name, new Set(requests.map(({ url }) => url)))
  }
  return files.filter(({ cache, address }) => !kept.get(cache)?.has(address))
}

/** @throws where the site does not have them */
export async function listEverything(
  site: string,
  names: CacheNames,
  images: SiteImages,
): Promise<KeptFile[]> {
  const read = async (path: string, cache = names.pages) => {
    // Without a network, and without a service worker that knows of machines.
    const kept = path.endsWith('image.json') && (await (await caches.open(cache)).match(site + path))
    const response = kept || (await fetch(site + path))
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    return response.json()
  }
  const pages = pageFiles((await read('offline.json')) as Listing, site, names)
  const machines = await Promise.all(
    (Object.entries(images) as [ImageName, SiteImage][]).map(async ([name, { key }]) =>
      imageFiles(
        (await read(`${imageFolder(name)}image.json`, names.image(key))) as BrowserImage,
        name,
        site,
        names,
      ),
    ),
  )
  return [...pages, ...machines.flat()]
}
