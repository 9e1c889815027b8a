import type { KeptFile } from './everything.ts'

/** Files that are loaded at once. */
const AT_ONCE = 6

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
      await cache.add(new Request(file.address, signal ? { signal } : {}))
      kept(file.bytes)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  } finally {
    left.length = 0
  }
}
