/** A class that is over, as the teacher saw it: to be looked at, and nothing else. */
import { Hono } from 'hono'
import type { ClassLog } from '../../class/log.ts'
import type { StuckLimits } from '../../class/view.ts'
import { servePages } from '../answers.ts'
import { byToken } from '../by-token.ts'
import { Connection } from '../connection.ts'
import { Guard } from '../guard.ts'
import type { Hello } from '../messages.ts'
import type { OriginOptions } from '../origins.ts'
import type { Place } from '../page.ts'
import type { Service } from '../server.ts'
import type { Site } from '../site.ts'
import { downloads } from './downloads.ts'
import { type ClassReply, TeacherRequest } from './messages.ts'
import { teacherView } from './views.ts'

export interface ArchiveServiceOptions extends OriginOptions {
  site: Site
  log: ClassLog
  token: string
  stuck: StuckLimits
}

export const archiveService = ({ site, log, stuck, ...options }: ArchiveServiceOptions): Service => {
  const guard = new Guard(options)
  const app = new Hono()
  app.use(byToken(guard))
  app.get('/live/hello', (context) =>
    context.json({ progress: {}, machines: {}, class: { role: 'teacher' } } satisfies Hello),
  )
  app.route('/live/class', downloads(log))
  servePages(app, site)

  const shown: Place<TeacherRequest, ClassReply> = {
    join: (page) =>
      page.send({ type: 'class', class: teacherView({ state: log.state, trouble: '', members: [], stuck }) }),
    leave: () => {},
    take(page, { id }) {
      page.send({ type: 'taken', id, trouble: 'This class is over: it can only be looked at.' })
      return 0
    },
  }
  return {
    app,
    enter({ url, headers: { host, origin, cookie } }) {
      const verdict = guard.judge({ host, origin, cookie, needsOrigin: true })
      if (verdict !== 'welcome') return verdict === 'token' ? 401 : 403
      return url === '/live/class' ? (socket) => void new Connection(socket, TeacherRequest, shown) : 404
    },
  }
}
