import { createHash } from 'node:crypto'

/** What every answer says: it is of this origin, for this origin, and what its type says it is. */
export const SECURITY_HEADERS: Record<string, string> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/**
 * The Content-Security-Policy of a page: scripts of this server, and those that stand in the page as it was built.
 * Styles may stand in elements: the terminal and pictures write them.
 * @param host how the browser calls this server: for those to whom 'self' is no WebSocket
 * Source: Content Security Policy Level 3, W3C.
 */
export const contentSecurityPolicy = (html: string, host: string): string =>
  [
    "default-src 'self'",
    ["script-src 'self'", ...inlineScripts(html).map((script) => `'sha256-${sha256(script)}'`)].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' ws://${host} wss://${host}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

const inlineScripts = (html: string): string[] =>
  [...html.matchAll(/<script(?<attributes>[^>]*)>(?<text>.*?)<\/script>/gis)]
    .filter(({ groups }) => !/\ssrc\s*=/i.test(groups!.attributes!))
    .map(({ groups }) => groups!.text!)

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64')
