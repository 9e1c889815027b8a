/** Listens for pages: HTTP and WebSockets, over TLS where there is a certificate. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { type Entrance, Sockets } from './sockets.ts'

export interface ListenOptions {
  /** The address to listen on. */
  listen: string
  /** 0: one that is free. */
  port: number
  /** A certificate and its key, as PEM. */
  tls?: { cert: string; key: string }
}

/** What is answered, and to whom. */
export interface Service {
  app: { fetch(request: Request, connection: unknown): Response | Promise<Response> }
  /** The way in for a WebSocket, or the HTTP status of the refusal. */
  enter(request: IncomingMessage): Entrance | number
}

export interface LabServer extends AsyncDisposable {
  readonly port: number
}

/**
 * Listens, and serves until it is disposed of; what is served is the caller's.
 * @param serve makes it, once the port is known
 * @throws the system's error where that address or port can't be had, or the certificate is none
 */
export const startServer = async (
  { listen, port: wanted, tls }: ListenOptions,
  serve: (port: number) => Service,
): Promise<LabServer> => {
  const server: Server = tls ? createSecureServer(tls) : createServer()
  server.listen(wanted, listen)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { app, enter } = serve(port)
  const malformed = (): Response => new Response(null, { status: 400 })
  server.on(
    'request',
    getRequestListener((request, connection) => app.fetch(request, connection), { errorHandler: malformed }),
  )
  const sockets = new Sockets(server, enter)
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
