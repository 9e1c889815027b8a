/** What is answered over HTTP, and to whom. */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { answerReceipt, servePages } from './answers.ts'
import { byToken, READS } from './by-token.ts'
import type { Guard } from './guard.ts'
import type { Hello } from './messages.ts'
import type { Rooms } from './rooms.ts'
import type { Site } from './site.ts'

/** What a page asks for that opens a class. */
export const NewClassRequest = z.strictObject({
  title: z.string().max(200).optional(),
  labs: z.array(z.string().max(100)).min(1).max(100),
})
export type NewClassRequest = z.infer<typeof NewClassRequest>

/** Opens a class; returns its teacher's address. It throws an Error that says why there is none. */
export type ClassOpener = (request: NewClassRequest) => Promise<string>

/** Bytes that a page may send. */
const BODY_LIMIT = 16 * 1024

export const makeApp = (site: Site, rooms: Rooms, guard: Guard, openClass?: ClassOpener): Hono => {
  const app = new Hono()
  app.use(byToken(guard, (path) => (openClass && path === '/live/class' ? ['POST'] : READS)))
  app.get('/live/hello', (context) => {
    context.header('Cache-Control', 'no-store')
    return context.json({ ...rooms.hello(), ...(openClass ? { opensClasses: true } : {}) } satisfies Hello)
  })
  app.get('/live/receipt/:lab', async (context) => {
    const lab = context.req.param('lab')
    return answerReceipt(context, lab, await rooms.receipt(lab, context.req.query('learner') ?? ''))
  })
  if (openClass) {
    app.post('/live/class', bodyLimit({ maxSize: BODY_LIMIT }), async (context) => {
      const { data } = NewClassRequest.safeParse(await context.req.json().catch(() => undefined))
      if (!data) return context.text('A class has a title, and labs.\n', 400)
      try {
        return context.json({ address: await openClass(data) })
      } catch (error) {
        return context.text(`${error instanceof Error ? error.message : error}\n`, 409)
      }
    })
  }
  servePages(app, site)
  return app
}
