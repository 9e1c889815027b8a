import type { KeptFile } from './everything.ts'

/** Files that are loaded at once. */
const AT_ONCE = 6

/** Some hosts answer with a page of theirs for what they do not have. */
const isPage = (response: Response): boolean =>
  /^text\/html\b/i.test(response.headers.get('content-type') ?? '')

const isPageAddress = (address: string): boolean => /(\/|\.html)$/.test(address)

/**
 * Loads files and keeps them.
 * @param kept told the bytes of each
 * @throws where one can't be had or kept; those that came are kept
 */
export async function keepFiles(
  files: readonly KeptFile[],
  kept: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const left = [...files]
  const work = async () => {
    for (let file = left.shift(); file; file = left.shift()) {
      signal?.throwIfAborted()
      const cache = await caches.open(file.cache)
      const response = await fetch(file.address, signal ? { signal } : {})
      if (!response.ok || (isPage(response) && !isPageAddress(file.address)))
        throw new Error(`${file.address}: ${response.status}`)
      // What came by a detour can't be shown as a page. Source: Fetch standard, "redirected" and navigations.
      await cache.put(file.address, response.redirected ? new Response(response.body, response) : response)
      kept(file.bytes)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  } finally {
    left.length = 0
  }
}
