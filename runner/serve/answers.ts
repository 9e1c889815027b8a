/** Answers that every service gives. */
import type { Context, Env, Hono } from 'hono'
import type { Issued } from '../receipt/issue.ts'
import type { Caller } from './origins.ts'
import { SECURITY_HEADERS } from './security-headers.ts'
import type { Site } from './site.ts'

/** Says what every answer says. */
export const secure = (context: Context): void => {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.header(name, value)
}

/** Where a request comes from. One that changes something comes from a page of ours, or says no origin at all. */
export const callerOf = ({ req }: Context): Caller => ({
  host: req.header('host'),
  origin: req.header('origin'),
  cookie: req.header('cookie'),
  needsOrigin: req.method !== 'GET' && req.method !== 'HEAD',
})

/** Answers everything that is asked for and was not answered before with pages and files of the site. */
export const servePages = <E extends Env>(app: Hono<E>, site: Site): void => {
  app.get('/live/*', (context) => context.text('There is nothing here.\n', 404))
  app.get('*', async (context) => {
    const path = decoded(new URL(context.req.url).pathname)
    if (path === undefined) return context.text('This address is malformed.\n', 400)
    const { status, headers, body } = await site.find(path, context.req.header('host')!)
    return context.body(body, status, headers)
  })
}

/** @param issued undefined where there is no such lab */
export const answerReceipt = (context: Context, lab: string, issued: Issued | undefined): Response => {
  context.header('Cache-Control', 'no-store')
  if (!issued) return context.text('There is no such lab.\n', 404)
  if ('refused' in issued) return context.text(`${issued.message}\n`, REFUSALS[issued.refused])
  const headers = {
    'Content-Type': 'application/jose',
    'Content-Disposition': `attachment; filename="${lab}.jws"`,
  }
  return context.body(`${issued.receipt}\n`, 200, headers)
}

const REFUSALS = { name: 400, 'nothing-seen': 409, key: 500 } as const

const decoded = (path: string): string | undefined => {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
