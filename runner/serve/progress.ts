/** Which steps of which labs this learner has done, in a file. */
import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writeWhole } from './whole-file.ts'

/** When, in which version of the lab and on which machine this server saw a step done: what a receipt can say. */
const Seen = z.object({
  /** Seconds since 1970. */
  at: z.int(),
  version: z.string(),
  machine: z.object({ kind: z.enum(['scratch', 'vm', 'host', 'browser']), id: z.string() }),
})
export type Seen = z.infer<typeof Seen>

const Kept = z.object({
  version: z.literal(1),
  /** Gives this learner their values of `vary`, the same each time. */
  seed: z.string().min(1),
  /** Ids of steps, by lab. A step that a lab has no more is kept too: it may come back. */
  done: z.record(z.string(), z.array(z.string())),
  /** By lab and step; the latest of each. */
  seen: z.record(z.string(), z.record(z.string(), Seen)).default({}),
})
type Kept = z.infer<typeof Kept>

/** What a learner has done, wherever it is kept. */
export interface LearnerProgress {
  /** Gives this learner their values of `vary`. */
  readonly seed: string
  /** Ids of the steps that were done, by lab. */
  readonly all: Record<string, string[]>
  done(lab: string): ReadonlySet<string>
  /** What was seen of a lab's steps, by their ids. */
  seen(lab: string): Record<string, Seen>
  /** Returns when it is on the disk. */
  add(lab: string, step: string, seen: Seen): void
}

/** Progress in a file. */
export class Progress implements LearnerProgress {
  readonly seed: string
  readonly #file: string
  readonly #warn: (message: string) => void
  #done: Kept['done']
  #seen: Kept['seen']

  /**
   * Reads what was kept. A file that can't be understood is set aside under another name.
   * @param warn told what could not be read or written
   */
  constructor(folder: string, warn: (message: string) => void) {
    this.#file = join(folder, 'progress.json')
    this.#warn = warn
    const kept = this.#read()
    this.seed = kept?.seed ?? randomBytes(4).toString('hex')
    this.#done = kept?.done ?? {}
    this.#seen = kept?.seen ?? {}
    if (!kept) this.#write()
  }

  /** Ids of the steps that were done, by lab. */
  get all(): Record<string, string[]> {
    return this.#done
  }

  done(lab: string): ReadonlySet<string> {
    return new Set(Object.hasOwn(this.#done, lab) ? this.#done[lab] : [])
  }

  /** What was seen of a lab's steps, by their ids. */
  seen(lab: string): Record<string, Seen> {
    return Object.hasOwn(this.#seen, lab) ? this.#seen[lab]! : {}
  }

  /** Returns when it is on the disk. Another server's additions to the same file are kept. */
  add(lab: string, step: string, seen: Seen): void {
    const kept = this.#read()
    this.#addDone(kept?.done ?? {}, lab, step)
    const all = { ...kept?.seen, ...this.#seen }
    this.#seen = { ...all, [lab]: { ...kept?.seen[lab], ...this.seen(lab), [step]: seen } }
    this.#write()
  }

  #addDone(theirs: Kept['done'], lab: string, step: string): void {
    const labs = new Set([...Object.keys(theirs), ...Object.keys(this.#done), lab])
    const entries = [...labs].map((name): [string, string[]] => {
      const before = Object.hasOwn(theirs, name) ? theirs[name]! : []
      return [name, [...new Set([...before, ...this.done(name), ...(name === lab ? [step] : [])])]]
    })
    this.#done = Object.fromEntries(entries)
  }

  #write(): void {
    try {
      const kept: Kept = { version: 1, seed: this.seed, done: this.#done, seen: this.#seen }
      writeWhole(this.#file, `${JSON.stringify(kept, null, 2)}\n`)
    } catch (error) {
      this.#warn(
        `Progress could not be written, and lasts until the server stops: ${(error as Error).message}`,
      )
    }
  }

  #read(): Kept | undefined {
    let text: string
    try {
      text = readFileSync(this.#file, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        this.#warn(`Progress could not be read: ${(error as Error).message}`)
      return undefined
    }
    try {
      return Kept.parse(JSON.parse(text))
    } catch {
      this.#setAside()
      return undefined
    }
  }

  #setAside(): void {
    const aside = `${this.#file}.damaged-${new Date().toISOString().replaceAll(':', '-')}`
    try {
      renameSync(this.#file, aside)
      this.#warn(`${this.#file} is damaged. It is ${aside} now, and progress begins anew.`)
    } catch (error) {
      this.#warn(`${this.#file} is damaged, and could not be set aside: ${(error as Error).message}`)
    }
  }
}
