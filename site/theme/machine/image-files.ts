/** Files of an image: fetched once, then kept by the browser. Their names hold hashes of what is in them. */

type Bytes = Uint8Array<ArrayBuffer>

/** What a file's bytes are told to, as they come. */
export interface Listener {
  kept(bytes: number): void
  begins(): void
  loaded(bytes: number): void
}

export interface ImageFilesOptions {
  /** Its address, with `/` at its end. */
  folder: string
  /** Where they are kept. */
  cache: Pick<Cache, 'match' | 'put'>
  /** Bytes of each file by its name: a host that sends others changes them on their way. */
  sizes: ReadonlyMap<string, number>
  listener?: Listener
  fetch?: typeof fetch
  /** Milliseconds before it is tried again. */
  pause?: number
  /** Milliseconds without a byte of any file after which a download is taken for broken off. */
  stall?: number
}

/** A file can't be had: the network does not give it, or gives another. */
export class FileError extends Error {
  override readonly name = 'FileError'
  readonly why: 'network' | 'image'
  constructor(why: FileError['why'], message: string) {
    super(message)
    this.why = why
  }
}

/** How often a file is asked for. */
const TRIES = 3

/** Milliseconds: a network that has not gone, however slow it is, gives a byte sooner. */
export const STALL = 30_000

export class ImageFiles {
  readonly #options: ImageFilesOptions
  readonly #underWay = new Map<string, Promise<Bytes>>()
  /** When anything came last, in milliseconds. */
  #heard = 0

  constructor(options: ImageFilesOptions) {
    this.#options = options
  }

  /** @throws FileError */
  read(name: string): Promise<Bytes> {
    const underWay = this.#underWay.get(name)
    if (underWay) return underWay
    const bytes = this.#read(name).finally(() => this.#underWay.delete(name))
    this.#underWay.set(name, bytes)
    return bytes
  }

  async #read(name: string): Promise<Bytes> {
    const { folder, cache, listener } = this.#options
    const address = folder + name
    const kept = await cache.match(address).catch(() => undefined)
    if (kept) {
      const bytes = new Uint8Array(await kept.arrayBuffer())
      // One that was kept when the host gave something else is asked for again.
      if (bytes.length === (this.#options.sizes.get(name) ?? bytes.length)) {
        listener?.kept(bytes.length)
        return bytes
      }
    }
    const bytes = await this.#fetch(name, address)
    // Nobody waits until it is kept, and a full disk does not keep anybody from working.
    void cache.put(address, new Response(bytes)).catch(() => {})
    return bytes
  }

  async #fetch(name: string, address: string): Promise<Bytes> {
    const { listener, pause = 1000 } = this.#options
    listener?.begins()
    for (let left = TRIES; ; left--) {
      let came = 0
      try {
        return await this.#download(name, address, (bytes) => {
          came += bytes
          listener?.loaded(bytes)
        })
      } catch (error) {
        listener?.loaded(-came)
        if (error instanceof FileError) throw error
        if (left === 1) throw new FileError('network', `${address}: ${error}`)
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
  }

  async #download(name: string, address: string, loaded: (bytes: number) => void): Promise<Bytes> {
    const stop = new AbortController()
    this.#heard = performance.now()
    const asked = (this.#options.fetch ?? fetch)(address, { signal: stop.signal })
    const response = await this.#soon(asked, stop)
    if (response.status === 404) throw new FileError('image', `${address} is not there`)
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`)
    const parts: Bytes[] = []
    const reader = response.body.getReader()
    const read = () => this.#soon(reader.read(), stop)
    for (let next = await read(); !next.done; next = await read()) {
      parts.push(next.value)
      loaded(next.value.length)
    }
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())
    const expected = this.#options.sizes.get(name)
    if (expected !== undefined && bytes.length !== expected)
      throw new FileError('image', `${address} has ${bytes.length} bytes instead of ${expected}`)
    return bytes
  }

  /** @throws Error where nothing has come of any file for too long: one may wait for its turn */
  async #soon<T>(what: Promise<T>, stop: AbortController): Promise<T> {
    const { stall = STALL } = this.#options
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      const look = (): void => {
        const left = this.#heard + stall - performance.now()
        if (left > 0) timer = setTimeout(look, left)
        else {
          reject(new Error(`nothing came for ${stall / 1000} s`))
          stop.abort()
        }
      }
      look()
    })
    try {
      return await Promise.race([what, late])
    } finally {
      clearTimeout(timer)
      this.#heard = performance.now()
    }
  }
}
