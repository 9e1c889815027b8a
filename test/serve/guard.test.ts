import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { Guard } from '../../runner/serve/guard.ts'
import { TestPage } from './test-page.ts'
import { TOKEN, testServer } from './test-server.ts'

/** Sends headers that `fetch` would not. */
const rawGet = (port: number, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })

describe('the guard', () => {
  it('lets in who has the token, once, and takes it out of the address', async () => {
    const { get, port } = await testServer()
    const answer = await get(`/one/?a=1&token=${TOKEN}`, {})
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/one/?a=1')
    expect(answer.headers.get('set-cookie')).toMatch(
      new RegExp(`^labwright-${port}=${TOKEN}; Path=/; HttpOnly; SameSite=Strict`),
    )
  })

  it('leads nobody to another server', async () => {
    const { get } = await testServer()
    const answer = await get(`//elsewhere.example/?token=${TOKEN}`, {})
    expect(answer.headers.get('location')).toBe('/elsewhere.example/')
  })

  it.each([
    ['no token', '/', {}],
    ['a wrong one in the address', '/?token=wrong', {}],
    ['a wrong one in a cookie', '/', { cookie: `labwright=${'x'.repeat(43)}` }],
    ['no token, at what a page asks', '/live/hello', {}],
  ] as [string, string, Record<string, string>][])(
    'turns %s away, and says in words how to get in',
    async (_, path, headers) => {
      const { get } = await testServer()
      const answer = await get(path, headers)
      expect(answer.status).toBe(401)
      const text = await answer.text()
      expect(text).toContain('npm start')
      expect(text).not.toContain(TOKEN)
      expect(answer.headers.get('set-cookie')).toBeNull()
    },
  )

  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '[::1',
    'localhost:PORT.evil.example',
  ])('gives a request for host %s nothing', async (name) => {
    const { port, cookie } = await testServer()
    expect(await rawGet(port, { host: name.replace('PORT', String(port)), cookie })).toBeOneOf([400, 403])
  })

  it.each(['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST'])('knows itself as %s', async (name) => {
    const { port, cookie } = await testServer()
    expect(await rawGet(port, { host: `${name}:${port}`, cookie })).toBe(200)
  })

  it('refuses what a page of another origin asks, token or not', async () => {
    const { get, cookie, port } = await testServer()
    for (const origin of [
      'http://evil.example',
      'null',
      `https://127.0.0.1:${port}`,
      `http://localhost:${port}`,
      'http://127.0.0.1:1',
    ])
      expect((await get('/live/hello', { cookie, origin })).status).toBe(403)
    expect((await get('/live/hello', { cookie, origin: `http://127.0.0.1:${port}` })).status).toBe(200)
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('takes no %s', async (method) => {
    const { port, cookie } = await testServer()
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      method,
      headers: { cookie, origin: `http://127.0.0.1:${port}` },
    })
    expect(answer.status).toBe(405)
  })

  it('opens a socket only to its own pages', async () => {
    const { port, cookie } = await testServer()
    const refused: [number, Parameters<typeof TestPage.open>[3]][] = [
      [403, { origin: 'http://evil.example' }],
      [403, { origin: `http://localhost:${port}` }],
      [403, { headers: { cookie, host: `evil.example:${port}` }, origin: `http://evil.example:${port}` }],
      [401, { headers: {} }],
      [401, { headers: { cookie: `labwright-${port}=${'x'.repeat(43)}` } }],
    ]
    for (const [status, options] of refused)
      await expect(TestPage.open(port, cookie, 'one', options)).rejects.toThrow(`${status}`)
    await expect(TestPage.open(port, cookie, 'nothing')).rejects.toThrow('404')
    await using page = await TestPage.open(port, cookie, 'one')
    expect(page.state!.machine.state).toBe('none')
  })

  it('wants the origin of a socket told', () => {
    const guard = new Guard({ token: TOKEN, listen: '127.0.0.1', port: 80 })
    const caller = { host: 'localhost', origin: undefined, cookie: `labwright-80=${TOKEN}` }
    expect(guard.judge({ ...caller, needsOrigin: true })).toBe('origin')
    expect(guard.judge({ ...caller, needsOrigin: false })).toBe('welcome')
  })
})
