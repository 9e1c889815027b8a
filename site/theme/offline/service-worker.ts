/**
 * Answers for the site where there is no network, with what the browser keeps of it. It is a file of its own, and imports
 * nothing; `site/.vitepress/offline-files.ts` writes it. A library (Workbox) was weighed: it is larger than all the rest of
 * this, and its part would be the forty lines below `fetch`.
 */

/** What of a service worker's world is used here; TypeScript's own does not go together with that of pages. */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Extendable {
  request: Request
  respondWith(response: Promise<Response>): void
}
interface Worker {
  registration: { scope: string }
  clients: { claim(): Promise<void> }
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void
}

const worker = globalThis as unknown as Worker
const { scope } = worker.registration
/** As `cache-names.ts` has it. */
const PAGES = `labwright ${new URL(scope).pathname} pages`
/** The files of the site, as they were when this was built; another site has another text here. */
const LISTING = `${scope}offline.json`
/** There where a learner wants all of it to be kept. */
const ALL = `${scope}kept-all`
/** Milliseconds that the network has to answer for a page that is kept. */
const PATIENCE = 3000

worker.addEventListener('install', (event) => event.waitUntil(renew()))
worker.addEventListener('activate', (event) =>
  event.waitUntil(removeOld().then(() => worker.clients.claim())),
)
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const path = request.url.startsWith(scope) ? request.url.slice(scope.length) : undefined
  // A machine's files are kept by who reads them.
  if (request.method !== 'GET' || path === undefined || /^(machine|live)\//.test(path)) return
  event.respondWith(path.startsWith('assets/') ? keptFirst(request) : networkFirst(request))
})

/** The bundler names these by what is in them: what is kept is right. */
async function keptFirst(request: Request): Promise<Response> {
  const cache = await caches.open(PAGES)
  const kept = await cache.match(request, { ignoreVary: true })
  if (kept) return kept
  const response = await fetch(request)
  // Some hosts answer with a page of theirs for what they do not have (yet): kept, it would stay for ever.
  if (response.ok && !isPage(response)) await cache.put(request, response.clone()).catch(() => {})
  return response
}

async function networkFirst(request: Request): Promise<Response> {
  const cache = await caches.open(PAGES)
  const kept = await find(cache, request.url)
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE))
  const answer = fetch(request)
  answer.catch(() => {}) // Too late for anybody to hear of it.
  try {
    const response = await (kept ? Promise.race([answer, late]) : answer)
    if (!response) return kept!
    // A host of files knows nothing of what stands behind the path: one of each is kept.
    if (response.ok && !response.redirected)
      await cache.put(request.url.replace(/[?#].*/, ''), response.clone()).catch(() => {})
    return response.status >= 500 && kept ? kept : response
  } catch (error) {
    if (kept) return kept
    throw error
  }
}

const isPage = (response: Response): boolean =>
  /^text\/html\b/i.test(response.headers.get('content-type') ?? '')

/** A page is kept under one of the addresses that lead to it. */
async function find(cache: Cache, address: string): Promise<Response | undefined> {
  const url = address.replace(/[?#].*/, '')
  const others = url.endsWith('/') ? [`${url}index.html`] : [`${url}/`, `${url}.html`]
  for (const each of [url, ...others]) {
    const kept = await cache.match(each, { ignoreSearch: true, ignoreVary: true })
    if (kept) return kept
  }
  return undefined
}

/** The site has changed: who wanted all of it kept has all of the new one before it takes the old one's place. */
async function renew(): Promise<void> {
  const cache = await caches.open(PAGES)
  const listing = await fetch(LISTING, { cache: 'no-cache' })
  const files = await paths(listing.clone())
  await cache.put(LISTING, listing)
  if (!(await cache.match(ALL))) return
  for (const path of files) {
    const address = scope + path
    if (path.startsWith('assets/') && (await cache.match(address))) continue
    const response = await fetch(address, { cache: 'no-cache' })
    if (!response.ok) throw new Error(`${address}: ${response.status}`)
    // What came by a detour can't be shown as a page.
    await cache.put(address, response.redirected ? new Response(response.body, response) : response)
  }
}

/** Nobody shows a page of the old site any more. */
async function removeOld(): Promise<void> {
  const cache = await caches.open(PAGES)
  const listing = await cache.match(LISTING)
  if (!listing) return
  const current = new Set((await paths(listing)).map((path) => scope + path))
  for (const { url } of await cache.keys())
    if (url.startsWith(`${scope}assets/`) && !current.has(url)) await cache.delete(url)
}

const paths = async (listing: Response): Promise<string[]> =>
  ((await listing.json()) as { files: [string, number][] }).files.map(([path]) => path)
