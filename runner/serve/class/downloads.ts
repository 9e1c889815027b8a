/** What a teacher takes home from a class. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import type { ClassLog } from '../../class/log.ts'
import { classReceipts } from '../../class/receipts.ts'
import { classResults, resultsCsv } from '../../class/results.ts'
import { KeyError } from '../../receipt/key.ts'

export const downloads = ({ state, store }: ClassLog): Hono => {
  const app = new Hono()
  app.get('/results.csv', (context) =>
    file(context, 'text/csv; charset=utf-8', 'results.csv', `\ufeff${resultsCsv(state)}`),
  )
  app.get('/results.json', (context) =>
    file(context, 'application/json', 'results.json', `${JSON.stringify(classResults(state), null, 2)}\n`),
  )
  app.get('/receipts.jws', async (context) => {
    try {
      const receipts = await classReceipts(state)
      const lines = receipts.map(({ receipt }) => `${receipt}\n`).join('')
      return file(context, 'application/jose', 'receipts.jws', lines)
    } catch (error) {
      if (error instanceof KeyError) return context.text(`${error.message}\n`, 500)
      throw error
    }
  })
  app.get('/archive.db', async (context) => {
    const folder = await mkdtemp(join(tmpdir(), 'labwright-'))
    try {
      store.archive(join(folder, 'class.db'))
      const bytes = new Uint8Array(await readFile(join(folder, 'class.db')))
      return file(context, 'application/vnd.sqlite3', 'class.db', bytes)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
  return app
}

const file = (
  context: Context,
  type: string,
  name: string,
  body: string | Uint8Array<ArrayBuffer>,
): Response =>
  context.body(body, 200, {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  })
