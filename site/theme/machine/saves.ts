/** Machines that were saved: one a lab, in a cache of the browser, as gzip. */

type Bytes = Uint8Array<ArrayBuffer>

/** What is known of a saved machine without reading it. */
export interface Saved {
  /** Of the image that it was made of: with another one it does not go on. */
  key: string
  /** Of the lab's executable content. */
  version: string
  /** Milliseconds since 1970. */
  time: number
  /** The step that the learner was at. */
  at: string
  /** Those whose `setup` has been run. */
  ready: string[]
  /** What was captured. */
  variables: Record<string, string>
  /** Of what is kept. */
  bytes: number
}

const HEADER = 'labwright-saved'

/** An address that nothing lies at. */
const addressOf = (lab: string): string => `/saved-machine/${lab}`

export const findSaved = async (saves: string, lab: string): Promise<Saved | undefined> => {
  const kept = await (await caches.open(saves)).match(addressOf(lab))
  const text = kept?.headers.get(HEADER)
  return text ? (JSON.parse(decodeURIComponent(text)) as Saved) : undefined
}

export const removeSaved = async (saves: string, lab: string): Promise<void> => {
  await (await caches.open(saves)).delete(addressOf(lab))
}

/** Keeps a machine in place of the one before. @throws DOMException where there is no room */
export const putSaved = async (
  saves: string,
  lab: string,
  saved: Omit<Saved, 'bytes'>,
  state: Bytes,
): Promise<void> => {
  const zipped = await through(state, new CompressionStream('gzip'))
  const known: Saved = { ...saved, bytes: zipped.size }
  const headers = { [HEADER]: encodeURIComponent(JSON.stringify(known)) }
  await (await caches.open(saves)).put(addressOf(lab), new Response(zipped, { headers }))
}

/** @returns the machine's state; undefined where none was saved */
export const readSaved = async (saves: string, lab: string): Promise<Bytes | undefined> => {
  const kept = await (await caches.open(saves)).match(addressOf(lab))
  if (!kept) return undefined
  const state = await through(new Uint8Array(await kept.arrayBuffer()), new DecompressionStream('gzip'))
  return new Uint8Array(await state.arrayBuffer())
}

const through = (data: Bytes, stream: CompressionStream | DecompressionStream): Promise<Blob> =>
  new Response(new Blob([data]).stream().pipeThrough(stream)).blob()
