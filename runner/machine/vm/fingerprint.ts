/**
 * Tells a file that has been cut short or written into from one that is as it was made: by its size and the time of its last
 * change. To read hundreds of megabytes whenever a machine is made would take longer than making it.
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** Files by their names: size in bytes, and nanoseconds since 1970 (too many for a number). */
export const Fingerprints = z.record(z.string(), z.object({ bytes: z.int(), changed: z.string() }))

export type Fingerprints = z.infer<typeof Fingerprints>

export const fingerprints = async (folder: string, names: readonly string[]): Promise<Fingerprints> => {
  const taken: Fingerprints = {}
  for (const name of names) {
    const { size, mtimeNs } = await stat(join(folder, name), { bigint: true })
    taken[name] = { bytes: Number(size), changed: String(mtimeNs) }
  }
  return taken
}

/** Whether all files are there, and as they were. */
export const matches = async (folder: string, taken: Fingerprints): Promise<boolean> => {
  try {
    const now = await fingerprints(folder, Object.keys(taken))
    return Object.entries(taken).every(
      ([name, { bytes, changed }]) => now[name]?.bytes === bytes && now[name].changed === changed,
    )
  } catch {
    return false
  }
}
