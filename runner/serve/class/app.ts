/** What a class answers over HTTP, and to whom. */
import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { isCode } from '../../class/secrets.ts'
import { answerReceipt, callerOf, secure, servePages } from '../answers.ts'
import type { Hello } from '../messages.ts'
import type { Rooms } from '../rooms.ts'
import type { Site } from '../site.ts'
import type { Attempts } from './attempts.ts'
import type { Classroom } from './classroom.ts'
import type { Door, Who } from './door.ts'
import { downloads } from './downloads.ts'
import { JOIN_POLICY, type JoinForm, joinNotice, joinPage } from './join-page.ts'
import { JOIN_WORDS, type Language, languageOf } from './join-words.ts'

/** Bytes of a form that is sent. */
const FORM_LIMIT = 8192

export interface ClassAppOptions {
  site: Site
  classroom: Classroom
  door: Door
  attempts: Attempts
  code: string
  /** The teacher's own machines. */
  teacherRooms: Rooms
  /** Told what went wrong here. */
  warn: (message: string) => void
}

type Variables = { who: Who }

export const classApp = ({ site, classroom, door, attempts, code, teacherRooms, warn }: ClassAppOptions) => {
  const app = new Hono<{ Variables: Variables }>()
  app.use(async (context, next) => {
    secure(context)
    const { method, path } = context.req
    const who = door.who(callerOf(context))
    if (!who)
      return context.text('This class is at another address: open the one that your teacher shows.\n', 403)
    const takes = path === '/join' ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD']
    if (!takes.includes(method))
      return context.body(null, 405, { Allow: takes.join(', '), Connection: 'close' })
    context.set('who', who)
    const token = context.req.query('token')
    if (token !== undefined) return letTeacherIn(context, token)
    await next()
  })

  const letTeacherIn = (context: Context, token: string): Response => {
    const address = addressOf(context)
    context.header('Cache-Control', 'no-store')
    // 256 bits can't be guessed: who has them is never slowed.
    if (!door.isTeacher(token)) {
      if (attempts.isSlowed(address)) return slowed(context)
      // A page elsewhere that has a browser come here guesses nothing, and would slow who sits at it.
      if (context.req.header('sec-fetch-site') !== 'cross-site') attempts.wrong(address)
      return context.redirect('/join', 303)
    }
    context.header('Set-Cookie', door.teacherCookie)
    return context.redirect('/class', 303)
  }

  const showForm = (context: Context, form: Partial<JoinForm>, status: 200 | 400 | 403 | 429 = 200) => {
    const language = languageFor(context)
    context.header('Cache-Control', 'no-store')
    context.header('Content-Security-Policy', JOIN_POLICY)
    const { title } = classroom.state
    if (context.get('who').role === 'teacher')
      return context.html(joinNotice(language, title, JOIN_WORDS[language].isTeacher))
    if (classroom.state.ended !== undefined)
      return context.html(joinNotice(language, title, JOIN_WORDS[language].refused.ended))
    return context.html(
      joinPage({ language, title, code: '', name: '', trouble: '', asksSecret: false, ...form }),
      status,
    )
  }

  app.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse()
    warn(`${context.req.method} ${context.req.path}: ${error.message}`)
    return context.text('Something went wrong on the teacher’s computer. Try again.\n', 500)
  })

  app.get('/join', (context) => showForm(context, { code: context.req.query('code')?.slice(0, 20) ?? '' }))

  app.post('/join', bodyLimit({ maxSize: FORM_LIMIT }), async (context) => {
    const type = context.req.header('content-type') ?? ''
    if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return context.text('This is no form.\n', 415)
    const fields = await context.req.parseBody()
    const field = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '')
    const given = { code: field('code').slice(0, 20), name: field('name').slice(0, 400) }
    const language = languageFor(context)
    const words = JOIN_WORDS[language]
    const address = addressOf(context)
    if (attempts.isSlowed(address)) {
      context.header('Retry-After', '60')
      return showForm(context, { ...given, trouble: words.slowed }, 429)
    }
    if (!isCode(given.code, code)) {
      attempts.wrong(address)
      return showForm(context, { ...given, code: '', trouble: words.wrongCode }, 403)
    }
    const joined = classroom.join(given.name, field('secret'))
    if (typeof joined === 'string') {
      if (joined === 'secret') attempts.wrong(address)
      const asksSecret = joined === 'taken' || joined === 'secret'
      return showForm(context, { ...given, trouble: words.refused[joined], asksSecret }, 403)
    }
    const { member, secret } = joined
    const lab = member.learner.lab ?? classroom.firstLab
    const room = lab === undefined ? undefined : member.rooms.get(lab)
    // So that it is ready when the page is: a machine, where they have had none.
    if (room && member.learner.labs.size === 0) void room.start()
    context.header('Set-Cookie', door.learnerCookie(member, secret))
    context.header('Cache-Control', 'no-store')
    return context.redirect(`${language === 'en' ? '' : `/${language}`}/${lab ? `${lab}/` : ''}`, 303)
  })

  app.use(async (context, next) => {
    if (context.get('who').role !== 'nobody') return next()
    if (context.req.path.startsWith('/live/')) return context.text('Join the class first.\n', 401)
    context.header('Cache-Control', 'no-store')
    return context.redirect('/join', 303)
  })

  app.get('/live/hello', (context) => {
    context.header('Cache-Control', 'no-store')
    const who = context.get('who')
    if (who.role !== 'learner')
      return context.json({ ...teacherRooms.hello(), class: { role: 'teacher' } } satisfies Hello)
    const { rooms, learner } = who.member
    return context.json({ ...rooms.hello(), class: { role: 'learner', name: learner.name } } satisfies Hello)
  })

  app.get('/live/class/key', (context) => {
    const who = context.get('who')
    context.header('Cache-Control', 'no-store')
    if (who.role !== 'learner') return context.text('Only learners have a secret.\n', 404)
    return context.json({ name: who.member.learner.name, secret: who.secret })
  })

  app.get('/live/receipt/:lab', async (context) => {
    const who = context.get('who')
    const lab = context.req.param('lab')
    const issued =
      who.role === 'learner'
        ? await who.member.rooms.receipt(lab, who.member.learner.name)
        : await teacherRooms.receipt(lab, context.req.query('learner') ?? '')
    return answerReceipt(context, lab, issued)
  })

  app.use('/live/class/*', async (context, next) =>
    context.get('who').role === 'teacher' ? next() : context.text('This is for the teacher.\n', 403),
  )
  app.route('/live/class', downloads(classroom.log))
  servePages(app, site)
  return app
}

const languageFor = ({ req }: Context): Language =>
  languageOf(req.query('lang'), req.header('accept-language'))

const addressOf = (context: Context): string => getConnInfo(context).remote.address ?? ''

const slowed = (context: Context): Response => {
  context.header('Retry-After', '60')
  return context.text('There were too many wrong tries from here. Wait a minute, then try again.\n', 429)
}
