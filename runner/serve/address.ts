import { bracketed, isEveryAddress } from './origins.ts'

/** The address that lets a browser in: it is opened once, and remembered by it. */
export const addressOf = (listen: string, port: number, token: string): string => {
  const host = isEveryAddress(listen) ? '127.0.0.1' : bracketed(listen)
  return `http://${host}:${port}/?token=${token}`
}
