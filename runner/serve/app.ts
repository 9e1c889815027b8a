/** What is answered over HTTP, and to whom. */
import { type Context, Hono } from 'hono'
import type { Guard } from './guard.ts'
import { REFUSAL_PAGE } from './refusal-page.ts'
import type { Rooms } from './rooms.ts'
import { SECURITY_HEADERS } from './security-headers.ts'
import type { Site } from './site.ts'

export const makeApp = (site: Site, rooms: Rooms, guard: Guard): Hono => {
  const app = new Hono()
  app.use(async (context, next) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.header(name, value)
    const { req } = context
    const [host, origin, cookie] = [req.header('host'), req.header('origin'), req.header('cookie')]
    const verdict = guard.judge({ host, origin, cookie, isSocket: false })
    if (verdict === 'host' || verdict === 'origin') return context.body(null, 403)
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      // What it wants to send is not waited for.
      return context.body(null, 405, { Allow: 'GET, HEAD', Connection: 'close' })
    }
    const token = req.query('token')
    if (token !== undefined) return guard.isToken(token) ? letIn(context, guard) : turnAway(context)
    if (verdict === 'token') return turnAway(context)
    await next()
  })
  app.get('/live/hello', (context) => {
    context.header('Cache-Control', 'no-store')
    return context.json(rooms.hello())
  })
  app.get('/live/receipt/:lab', async (context) => {
    const lab = context.req.param('lab')
    const issued = await rooms.receipt(lab, context.req.query('learner') ?? '')
    context.header('Cache-Control', 'no-store')
    if (!issued) return context.text('There is no such lab.\n', 404)
    if ('refused' in issued) return context.text(`${issued.message}\n`, REFUSALS[issued.refused])
    const headers = {
      'Content-Type': 'application/jose',
      'Content-Disposition': `attachment; filename="${lab}.jws"`,
    }
    return context.body(`${issued.receipt}\n`, 200, headers)
  })
  app.get('/live/*', (context) => context.text('There is nothing here.\n', 404))
  app.get('*', async (context) => {
    const path = decoded(new URL(context.req.url).pathname)
    if (path === undefined) return context.text('This address is malformed.\n', 400)
    const { status, headers, body } = await site.find(path, context.req.header('host')!)
    return context.body(body, status, headers)
  })
  return app
}

const REFUSALS = { name: 400, 'nothing-seen': 409, key: 500 } as const

/** Remembers that the token was shown, and takes it out of the address. */
const letIn = (context: Context, guard: Guard): Response => {
  const { pathname, searchParams } = new URL(context.req.url)
  searchParams.delete('token')
  const rest = searchParams.size > 0 ? `?${searchParams}` : ''
  // Not `//…`: that would be another server's address.
  const location = pathname.replace(/^\/+/, '/') + rest
  const headers = { 'Set-Cookie': guard.setCookie, Location: location, 'Cache-Control': 'no-store' }
  return context.body(null, 303, headers)
}

const turnAway = (context: Context): Response => {
  context.header('Cache-Control', 'no-store')
  context.header(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  )
  return context.html(REFUSAL_PAGE, 401)
}

const decoded = (path: string): string | undefined => {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
