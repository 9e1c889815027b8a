/** What the browser keeps of images: a cache an image, which goes when the site has another one. */
import { BrowserImage } from '../../../runner/machine/browser/image.ts'
import { FileError, STALL } from './image-files.ts'
import type { Begin } from './worker-messages.ts'

/** Opens a cache, which stays for as long as this worker lives. */
export const openCache = async (name: string): Promise<Cache> => {
  await new Promise<void>((held) => {
    void navigator.locks.request(name, { mode: 'shared' }, () => {
      held()
      return new Promise(() => {})
    })
  })
  return caches.open(name)
}

/** Removes what was kept of images that the site does not have any more; not that of a machine that still runs in an old page. */
export const removeOld = async ({ all, current }: Begin['cache']): Promise<void> => {
  for (const name of await caches.keys())
    if (name.startsWith(all) && !current.includes(name))
      await navigator.locks.request(name, { ifAvailable: true }, (lock) => lock && caches.delete(name))
}

/**
 * The image in a folder, kept with its files.
 * @throws FileError where it can't be had, or is another one than the page was built with
 */
export const readImage = async (
  folder: string,
  key: string,
  cache: Pick<Cache, 'match' | 'put'>,
): Promise<BrowserImage> => {
  const address = `${folder}image.json`
  const response = (await cache.match(address)) ?? (await fetched(address))
  const { success, data } = BrowserImage.safeParse(await response.clone().json())
  if (!success || data.key !== key) throw new FileError('image', `${address} is not image ${key}`)
  await cache.put(address, response).catch(() => {})
  return data
}

const fetched = async (address: string): Promise<Response> => {
  // A browser that has the one before, and asks nobody, would have the wrong one.
  const response = await fetch(address, { cache: 'no-cache', signal: AbortSignal.timeout(STALL) }).catch(
    () => undefined,
  )
  if (response?.ok) return response
  throw new FileError(response ? 'image' : 'network', `${address}: ${response?.status ?? 'no answer'}`)
}

/** Bytes of each file of an image by its name. */
export const sizesOf = ({ wasm, state, disk }: BrowserImage): Map<string, number> =>
  new Map([wasm, ...state.parts, ...disk.parts].map(({ name, bytes }) => [name, bytes]))
