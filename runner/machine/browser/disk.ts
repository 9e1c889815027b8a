/** The disk of a browser machine: parts of a file that are had when the machine reads them. Nobody can write to it. */
import type { BrowserImage, ReadFile } from './image.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Parts that are kept unzipped: the machine's own cache keeps what it reads often. */
const KEPT = 32

/** What v86 asks of a disk. Source: v86's `src/buffer.js`. */
export class Disk {
  readonly byteLength: number
  onload?: (event: object) => void
  readonly #part: number
  /** Part by its number: the one that was read last comes last. */
  readonly #parts = new Map<number, Promise<Bytes>>()
  /** Reads that the machine waits for. */
  readonly #underWay = new Set<object>()
  #idle: (() => void)[] = []
  readonly #readPart: (index: number) => Promise<Bytes>
  readonly #failed: (error: unknown) => void

  /**
   * @param readPart reads one part, unzipped
   * @param failed told why a part can't be had; the machine waits for it for ever
   */
  constructor(
    { bytes, part }: Pick<BrowserImage['disk'], 'bytes' | 'part'>,
    readPart: (index: number) => Promise<Bytes>,
    failed: (error: unknown) => void,
  ) {
    this.byteLength = bytes
    this.#part = part
    this.#readPart = readPart
    this.#failed = failed
  }

  load(): void {
    this.onload?.({})
  }

  get(start: number, length: number, take: (data: Bytes) => void): void {
    const first = Math.floor(start / this.#part)
    const last = Math.floor((start + length - 1) / this.#part)
    const parts = Array.from({ length: last - first + 1 }, (_, index) => this.#have(first + index))
    const read = {}
    this.#underWay.add(read)
    Promise.all(parts).then(
      (parts) => {
        // Another machine waits now, and not for this.
        if (!this.#underWay.has(read)) return
        const data = new Uint8Array(length)
        for (const [index, part] of parts.entries()) {
          const at = (first + index) * this.#part - start
          data.set(part.subarray(Math.max(0, -at), Math.max(0, length - at)), Math.max(0, at))
        }
        take(data)
        this.#over(read)
      },
      (error) => {
        if (!this.#underWay.has(read)) return
        this.#over(read)
        this.#failed(error)
      },
    )
  }

  /** Resolves when the machine waits for nothing: one that is saved before would wait for ever. */
  async quiet(): Promise<void> {
    if (this.#underWay.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  /** The machine is made as new: what the one before waited for is not given to it. */
  forget(): void {
    this.#underWay.clear()
    for (const wake of this.#idle.splice(0)) wake()
  }

  #over(read: object): void {
    this.#underWay.delete(read)
    if (this.#underWay.size === 0) for (const wake of this.#idle.splice(0)) wake()
  }

  /** v86 asks for the first sector, to see of a table of partitions what shape the disk has: there is none. */
  get_and_cache(_start: number, length: number, take: (data: Bytes) => void): void {
    take(new Uint8Array(length))
  }

  /** Without it, v86 thinks of a shape itself. */
  get_from_cache(): undefined {}

  /** The file system is one that is only read. */
  set(_start: number, _data: Bytes, done: () => void): void {
    done()
  }

  /** v86 asks for it where a disk is small. */
  get_buffer(take: (buffer?: ArrayBuffer) => void): void {
    take()
  }

  get_state(): unknown[] {
    return []
  }

  set_state(): void {}

  #have(index: number): Promise<Bytes> {
    const part = this.#parts.get(index) ?? this.#readPart(index)
    this.#parts.delete(index)
    this.#parts.set(index, part)
    part.catch(() => this.#parts.delete(index))
    const [oldest] = this.#parts.keys()
    if (this.#parts.size > KEPT && oldest !== undefined) this.#parts.delete(oldest)
    return part
  }
}

/** A disk of an image's parts. */
export const imageDisk = ({ disk }: BrowserImage, read: ReadFile, failed: (error: unknown) => void): Disk =>
  new Disk(disk, async (index) => unzip(await read(disk.parts[index]!.name)), failed)

/** Source: Compression Streams, W3C; Node has it too. */
const unzip = async (data: Bytes): Promise<Bytes> =>
  new Uint8Array(
    await new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer(),
  )
