/** A host of files and nothing else, which has a folder at some path. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getMimeType } from 'hono/utils/mime'
import { onTestFinished } from 'vitest'

/** A host that can go away before the test ends, when it is closed anyway. */
export interface FileHost {
  origin: string
  close(): void
}

export const openHost = async (folder: string, base: string): Promise<FileHost> => {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://host')
    const path = decodeURIComponent(pathname)
    try {
      if (!path.startsWith(base)) throw new Error('not here')
      const file = join(folder, path.slice(base.length), path.endsWith('/') ? 'index.html' : '')
      const bytes = readFileSync(file)
      response.writeHead(200, { 'content-type': getMimeType(file) ?? 'application/octet-stream' }).end(bytes)
    } catch {
      response.writeHead(404).end()
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  onTestFinished(close)
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

/** @returns its origin; it is closed when the test ends */
export const hostFiles = async (folder: string, base: string): Promise<string> =>
  (await openHost(folder, base)).origin
