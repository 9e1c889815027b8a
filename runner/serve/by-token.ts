import type { Context, MiddlewareHandler } from 'hono'
import { callerOf, secure } from './answers.ts'
import type { Guard } from './guard.ts'
import { REFUSAL_PAGE } from './refusal-page.ts'

/** Methods that change nothing. */
export const READS: readonly string[] = ['GET', 'HEAD']

/**
 * Lets nothing through but what the guard welcomes, and who shows the token in the address for the first time.
 * @param takes the methods that an address takes
 */
export const byToken =
  (guard: Guard, takes: (path: string) => readonly string[] = () => READS): MiddlewareHandler =>
  async (context, next) => {
    secure(context)
    const { req } = context
    const verdict = guard.judge(callerOf(context))
    if (verdict === 'host' || verdict === 'origin') return context.body(null, 403)
    const methods = takes(req.path)
    if (!methods.includes(req.method)) {
      // What it wants to send is not waited for.
      return context.body(null, 405, { Allow: methods.join(', '), Connection: 'close' })
    }
    const token = req.query('token')
    if (token !== undefined) return guard.isToken(token) ? letIn(context, guard) : turnAway(context)
    if (verdict === 'token') return turnAway(context)
    await next()
  }

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
