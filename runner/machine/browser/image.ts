/** What a browser machine starts from: files that any static host can serve, named in `image.json` beside them. */
import { z } from 'zod'

/** A file, and its size in bytes. Its name holds a hash of what is in it, so that it can be kept for ever. */
const File = z.strictObject({ name: z.string().regex(/^[\w.-]+$/), bytes: z.int().min(0) })
export type File = z.infer<typeof File>

/** A file in parts, of `part` bytes each but for the last, which is of what is left. */
const Parts = z.strictObject({ bytes: z.int(), part: z.int(), parts: z.array(File) })

export const BrowserImage = z.strictObject({
  /** Tells the image from any other. A saved machine goes on only with the one that it was made of. */
  key: z.string(),
  /** The emulator that made the state, which is read by no other: the version of v86. */
  v86: z.string(),
  /** The release of the kernel, as uname(1) says it. */
  kernel: z.string(),
  /** Docker's version. */
  docker: z.string(),
  /** Docker runs in the state: its container images are on the disk. */
  hasDocker: z.boolean(),
  /** Bytes of the machine's memory. */
  memory: z.int(),
  /** The emulator's own code. */
  wasm: File,
  /** A machine that is ready, as v86 writes it: each part is zstd. */
  state: Parts,
  /** The file system, read when it is needed: each part is gzip. */
  disk: Parts,
})
export type BrowserImage = z.infer<typeof BrowserImage>

/**
 * Reads a file of an image.
 * @throws where it can't be had
 */
export type ReadFile = (name: string) => Promise<Uint8Array<ArrayBuffer>>

/** Bytes that are needed for a first prompt: the disk's parts come when something reads them. */
export const firstBytes = ({ wasm, state }: BrowserImage): number =>
  state.parts.reduce((sum, { bytes }) => sum + bytes, wasm.bytes)

/** Bytes of all of it: what is kept to go on without a network. */
export const allBytes = (image: BrowserImage): number =>
  image.disk.parts.reduce((sum, { bytes }) => sum + bytes, firstBytes(image))
