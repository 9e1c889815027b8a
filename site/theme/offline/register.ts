/** The service worker of a site on a host of files, which no page of a server has. */
import { withBase } from 'vitepress'
import { isServed } from '../live/served.ts'
import { cacheNames } from '../machine/cache-names.ts'
import { keepPage } from './keep-page.ts'

/** Where the page came from a server, what a host of files may have left behind at the same address goes. */
export async function setUpOffline(): Promise<void> {
  if (!navigator.serviceWorker || !window.isSecureContext) return
  const base = withBase('/')
  if (!isServed()) {
    await navigator.serviceWorker.register(`${base}sw.js`, { scope: base })
    return
  }
  const own = await navigator.serviceWorker.getRegistration(base)
  if (new URL(own?.scope ?? 'none:').pathname !== base) return
  await own?.unregister()
  await caches.delete(cacheNames(base).pages)
}

/** Keeps the page that is shown, so that it is there without a network. */
export async function keepVisited(): Promise<void> {
  if (!navigator.serviceWorker || !window.isSecureContext || isServed()) return
  const cache = await caches.open(cacheNames(withBase('/')).pages)
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name)
  await keepPage(
    location.origin + location.pathname,
    new URL(withBase('/'), location.href).href,
    loaded,
    cache,
  )
}
