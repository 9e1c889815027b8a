/** What this site calls its caches. Another site of the same host, under another path, has others. */
export interface CacheNames {
  /** What those of images begin with. */
  images: string
  image(key: string): string
  /** Machines that were saved. */
  saves: string
  /** Pages, scripts and the like, which the service worker answers with. */
  pages: string
}

export const cacheNames = (base: string): CacheNames => {
  const images = `labwright ${base} image `
  return {
    images,
    image: (key) => images + key,
    saves: `labwright ${base} saved`,
    pages: `labwright ${base} pages`,
  }
}
