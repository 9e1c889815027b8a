/** The server: pages of the site and the way to live machines, for who has the token. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { makeApp } from './app.ts'
import { Guard } from './guard.ts'
import type { Rooms } from './rooms.ts'
import type { Site } from './site.ts'
import { Sockets } from './sockets.ts'

export interface ServerOptions {
  site: Site
  rooms: Rooms
  token: string
  /** The address to listen on. */
  listen: string
  /** 0: one that is free. */
  port: number
}

export interface LabServer extends AsyncDisposable {
  readonly port: number
}

/**
 * Listens, and serves until it is disposed of; the rooms are the caller's.
 * @throws the system's error where that address or port can't be had
 */
export const startServer = async (options: ServerOptions): Promise<LabServer> => {
  const { site, rooms, token, listen } = options
  const server = createServer()
  server.listen(options.port, listen)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const guard = new Guard({ token, listen, port })
  const malformed = (): Response => new Response(null, { status: 400 })
  server.on('request', getRequestListener(makeApp(site, rooms, guard).fetch, { errorHandler: malformed }))
  const sockets = new Sockets(server, guard, rooms)
  return {
    port,
    async [Symbol.asyncDispose]() {
      sockets[Symbol.dispose]()
      await close(server)
    },
  }
}

const close = async (server: Server): Promise<void> => {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
