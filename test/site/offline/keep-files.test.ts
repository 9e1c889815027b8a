import { afterEach, expect, it, vi } from 'vitest'
import { keepFiles } from '../../../site/theme/offline/keep-files.ts'

const SITE = 'https://host/course/'
const html = { headers: { 'content-type': 'text/html' } }

const keep = async (path: string, response: Response): Promise<string[]> => {
  const kept: string[] = []
  vi.stubGlobal('caches', { open: async () => ({ put: async (address: string) => void kept.push(address) }) })
  vi.stubGlobal('fetch', async () => response)
  await keepFiles([{ address: SITE + path, cache: 'pages', bytes: 3 }], () => {})
  return kept
}

afterEach(() => vi.unstubAllGlobals())

it('keeps pages and what they are made of', async () => {
  expect(await keep('netns/', new Response('<p>', html))).toEqual([`${SITE}netns/`])
  expect(await keep('404.html', new Response('<p>', html))).toEqual([`${SITE}404.html`])
  expect(await keep('assets/app.js', new Response(''))).toEqual([`${SITE}assets/app.js`])
})

it('says so where a file is not there, also where the host gives a page in its place', async () => {
  await expect(keep('assets/app.js', new Response('', { status: 404 }))).rejects.toThrow('404')
  await expect(keep('machine/plain/disk-1', new Response('<p>', html))).rejects.toThrow('disk-1')
})

it('keeps what came by a detour as if it had come at once: as a page it could not be shown otherwise', async () => {
  const put = vi.fn(async (_: string, _kept: Response) => {})
  vi.stubGlobal('caches', { open: async () => ({ put }) })
  const response = Object.defineProperty(new Response('<p>', html), 'redirected', { value: true })
  vi.stubGlobal('fetch', async () => response)
  await keepFiles([{ address: `${SITE}netns.html`, cache: 'pages', bytes: 3 }], () => {})
  const [, kept] = put.mock.calls[0]!
  expect(kept.redirected).toBe(false)
  expect([await kept.text(), kept.headers.get('content-type')]).toEqual(['<p>', 'text/html'])
})
