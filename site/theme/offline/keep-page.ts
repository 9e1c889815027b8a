/**
 * Keeps a page and what it is made of. A page that was come to by a link was never loaded as a page: it is asked for here, and
 * has other scripts then, which it names.
 * @param page its address
 * @param site that of the site, with `/` at its end
 * @param loaded addresses of what has been loaded so far
 */
export async function keepPage(
  page: string,
  site: string,
  loaded: readonly string[],
  cache: Pick<Cache, 'add' | 'match' | 'put'>,
  ask: typeof fetch = fetch,
): Promise<void> {
  const response = await ask(page)
  if (!response.ok) return
  if (!response.redirected) await cache.put(page, response.clone())
  const named = assetsIn(await response.text()).map((path) => new URL(path, page).href)
  const assets = new Set([...named, ...loaded].filter((address) => address.startsWith(`${site}assets/`)))
  // One that can't be had keeps none of the others away.
  await Promise.allSettled(
    [...assets].map(async (address) => (await cache.match(address)) ?? cache.add(address)),
  )
}

/** Addresses in a page's `src` and `href`. */
export const assetsIn = (html: string): string[] =>
  Array.from(html.matchAll(/<(?:link|script)[^>]*?(?:src|href)="([^"]+)"/g), ([, path]) => path!)
