/** The built site's files, by the addresses that its pages link to. */
import { constants, readdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { getMimeType } from 'hono/utils/mime'
import { contentSecurityPolicy } from './security-headers.ts'

/** The bundler names these by what is in them. */
const HASHED = /^\/assets\/.*\.[\w-]{8,}(\.lean)?\.\w+$/

/** Tells a page that a server stands behind it. */
const MARK = '<meta name="labwright" content="live">'

export interface Found {
  status: 200 | 302 | 404
  headers: Record<string, string>
  body: Uint8Array<ArrayBuffer> | string
}

export class Site {
  readonly #folder: string
  /** Paths from `/` on. Only what is listed here is served, so no address leads out of the folder. */
  readonly #files: ReadonlySet<string>

  /** @throws the system's error where there is no such folder */
  constructor(folder: string) {
    this.#folder = folder
    this.#files = new Set(filesIn(folder))
  }

  get hasPages(): boolean {
    return this.#files.has('/index.html')
  }

  /**
   * What is at an address.
   * @param path percent-decoded, from `/` on
   * @param host as the browser calls this server
   */
  async find(path: string, host: string): Promise<Found> {
    const pages = path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`]
    const file = pages.find((each) => this.#files.has(each))
    if (file) return this.#read(file, 200, host)
    const other = path.endsWith('/') ? path.slice(0, -1) : `${path}/`
    const moved = this.#files.has(path.endsWith('/') ? `${other}.html` : `${other}index.html`)
    // Never `//…`, which would be another server's address.
    if (moved) return { status: 302, headers: { Location: encodeURI(other) }, body: '' }
    if (this.#files.has('/404.html')) return this.#read('/404.html', 404, host)
    return { status: 404, headers: TEXT, body: 'There is no such page.\n' }
  }

  async #read(file: string, status: 200 | 404, host: string): Promise<Found> {
    const bytes = await this.#bytes(file)
    if (!bytes)
      return { status: 404, headers: TEXT, body: 'The site is just being built anew: load it again.\n' }
    const type = getMimeType(file) ?? 'application/octet-stream'
    if (!file.endsWith('.html')) {
      const caching = HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache'
      return { status, headers: { 'Content-Type': type, 'Cache-Control': caching }, body: bytes }
    }
    const html = new TextDecoder().decode(bytes).replace(/<head[^>]*>/i, (head) => head + MARK)
    const policy = contentSecurityPolicy(html, host)
    return {
      status,
      headers: { 'Content-Type': type, 'Cache-Control': 'no-store', 'Content-Security-Policy': policy },
      body: html,
    }
  }

  /** Undefined where the file is there no more, or is a link now. */
  async #bytes(file: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      await using handle = await open(join(this.#folder, file), constants.O_RDONLY | constants.O_NOFOLLOW)
      return new Uint8Array(await handle.readFile())
    } catch {
      return undefined
    }
  }
}

const TEXT = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }

/** Plain files, those of hidden folders and hidden ones left out; no symbolic link is followed. */
const filesIn = (folder: string, path = '/'): string[] =>
  readdirSync(join(folder, path), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap((entry) => {
      if (entry.isDirectory()) return filesIn(folder, `${path}${entry.name}/`)
      return entry.isFile() ? [path + entry.name] : []
    })
