import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const SCOPE = 'https://host/course/'

/** A cache as far as the service worker uses one. */
class TestCache {
  readonly kept = new Map<string, Response>()
  async match(request: string | Request): Promise<Response | undefined> {
    return this.kept.get(typeof request === 'string' ? request : request.url)?.clone()
  }
  async put(request: string | Request, response: Response): Promise<void> {
    this.kept.set(typeof request === 'string' ? request : request.url, response)
  }
}

let cache: TestCache
let listeners: Map<string, (event: object) => void>
let answer: (address: string) => Response

const ask = async (path: string): Promise<Response | undefined> => {
  let response: Promise<Response> | undefined
  listeners.get('fetch')!({
    request: new Request(SCOPE + path),
    respondWith: (given: Promise<Response>) => {
      response = given
    },
  })
  return response
}

const page = (status = 200): Response =>
  new Response('<p>', { status, headers: { 'content-type': 'text/html; charset=utf-8' } })
const script = (): Response => new Response('export {}', { headers: { 'content-type': 'text/javascript' } })

beforeEach(async () => {
  cache = new TestCache()
  listeners = new Map()
  vi.stubGlobal('registration', { scope: SCOPE })
  vi.stubGlobal('addEventListener', (type: string, listener: (event: object) => void) =>
    listeners.set(type, listener),
  )
  vi.stubGlobal('caches', { open: async () => cache })
  vi.stubGlobal('fetch', async (request: Request) => answer(request.url))
  vi.resetModules()
  await import('../../../site/theme/offline/service-worker.ts')
})

afterEach(() => vi.unstubAllGlobals())

describe('the service worker', () => {
  it('keeps scripts, but not the page that a host gives in the place of one', async () => {
    answer = () => page()
    await ask('assets/app.1234.js')
    expect([...cache.kept.keys()]).toEqual([])
    answer = script
    await ask('assets/app.1234.js')
    answer = () => page()
    expect(await (await ask('assets/app.1234.js'))!.text()).toBe('export {}')
  })

  it('keeps a page once, whatever is asked of it', async () => {
    answer = () => page()
    await ask('netns/?from=mail')
    await ask('netns/')
    expect([...cache.kept.keys()]).toEqual([`${SCOPE}netns/`])
  })

  it('keeps no page that says what went wrong, and has the one before then', async () => {
    answer = () => page(404)
    expect((await ask('netns/'))!.status).toBe(404)
    expect(cache.kept.size).toBe(0)
    answer = () => page()
    await ask('netns/')
    answer = () => page(503)
    expect((await ask('netns/'))!.status).toBe(200)
  })

  it('leaves machines alone, and what is not of its site', async () => {
    answer = () => expect.unreachable()
    expect(await ask('machine/plain/state-1')).toBeUndefined()
    expect(await ask('../other/')).toBeUndefined()
  })
})
