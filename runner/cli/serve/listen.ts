import { type LabServer, type ListenOptions, type Service, startServer } from '../../serve/server.ts'
import { UsageError } from '../exit.ts'

/**
 * Starts the server.
 * @throws UsageError where the address or port can't be had
 */
export const listen = async (
  options: ListenOptions,
  serve: (port: number) => Service,
): Promise<LabServer> => {
  try {
    return await startServer(options, serve)
  } catch (error) {
    const why = LISTEN_ERRORS[(error as NodeJS.ErrnoException).code ?? '']
    if (!why) throw error
    throw new UsageError(why(options.port, options.listen))
  }
}

const LISTEN_ERRORS: Record<string, (port: number, address: string) => string> = {
  EADDRINUSE: (port, address) =>
    `port ${port} of ${address} is taken: another program listens there, perhaps another labwright serve.\nEnd that, or take another: --port ${port === 65535 ? port - 1 : port + 1}`,
  EACCES: (port) => `port ${port} is for root alone.\nTake one from 1024 on: --port 4870`,
  EADDRNOTAVAIL: (_, address) =>
    `--listen ${address}: this computer has no such address; ip address lists them.`,
  ENOTFOUND: (_, address) => `--listen ${address}: nobody knows an address of that name.`,
}
