import { createHash } from 'node:crypto'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder } from '../cli/labwright.ts'
import { testServer } from './test-server.ts'
import { tinySite } from './tiny-site.ts'

/** As it is typed: `fetch` would shorten `..` itself. */
const rawGet = (port: number, cookie: string, path: string): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { cookie } }, async (response) => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve({ status: response.statusCode!, text })
    })
      .on('error', reject)
      .end()
  })

describe('the site', () => {
  it.each([
    ['/', 'Home'],
    ['/one/', 'lab one'],
    ['/about', 'about'],
    ['/about.html', 'about'],
    ['/?x=1', 'Home'],
  ])('%s is a page', async (path, text) => {
    const { get } = await testServer()
    const answer = await get(path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.text()).toContain(text)
  })

  it.each([
    ['/one', '/one/'],
    ['/about/', '/about'],
  ])('%s leads to %s', async (path, to) => {
    const { get } = await testServer()
    const answer = await get(path)
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toBe(to)
  })

  it('marks its pages as live, and only in what it sends', async () => {
    const { get } = await testServer()
    expect(await (await get('/one/')).text()).toContain('<head><meta name="labwright" content="live">')
    expect(await (await get('/nothing')).text()).toContain('content="live"')
  })

  it('shows its own page for what is not there', async () => {
    const { get } = await testServer()
    const answer = await get('/nothing')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('nothing here')
  })

  it('keeps for good what is named by its contents, and nothing else', async () => {
    const { get } = await testServer()
    const asset = await get('/assets/app.AbCd1234.js')
    expect(asset.headers.get('cache-control')).toContain('immutable')
    expect(asset.headers.get('content-type')).toMatch(/^text\/javascript/)
    expect((await get('/hashmap.json')).headers.get('cache-control')).toBe('no-cache')
  })

  it('allows the scripts of its pages by their hashes, and no other inline script', async () => {
    const { get, port } = await testServer()
    const answer = await get('/')
    const policy = answer.headers.get('content-security-policy')!
    const hash = createHash('sha256').update('document.x = 1').digest('base64')
    expect(policy).toContain(`script-src 'self' 'sha256-${hash}';`)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${port} wss://127.0.0.1:${port};`)
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each([
    '/../secret.txt',
    '/one/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '//etc/passwd',
    '/link.txt',
    '/linked/secret.txt',
    '/.sources',
    '/one/index.html%00.js',
  ])('%s leads out of the folder nowhere', async (path) => {
    const outside = folder({ 'secret.txt': 'secret', 'site/x': '' })
    const site = join(outside, 'site')
    mkdirSync(join(site, 'one'))
    writeFileSync(join(site, 'index.html'), '<head></head>home')
    writeFileSync(join(site, '.sources'), 'secret')
    symlinkSync(join(outside, 'secret.txt'), join(site, 'link.txt'))
    symlinkSync(outside, join(site, 'linked'))
    const { port, cookie } = await testServer(site)
    const { status, text } = await rawGet(port, cookie, path)
    expect(text).not.toMatch(/secret|root:/)
    expect(status).toBe(404)
  })

  it('says that an address is malformed', async () => {
    const { port, cookie } = await testServer()
    expect((await rawGet(port, cookie, '/%zz')).status).toBe(400)
  })

  it('answers HEAD without a body', async () => {
    const { port, cookie } = await testServer(tinySite())
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'HEAD', headers: { cookie } })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('')
  })
})
