/**
 * A class in a file: an SQLite database that is only ever added to. What has been added is there when `append` returns,
 * whatever is killed next. Source: SQLite, 'Write-Ahead Logging' and 'PRAGMA synchronous'.
 */
import { chmodSync, existsSync, rmSync, statSync } from 'node:fs'
import Database from 'libsql'
import { ClassEvent, type Recorded } from './events.ts'

/** `LbWr`: what a file of a class begins with, beside SQLite's own mark. */
const APPLICATION_ID = 0x4c625772
/** Of the tables below. */
const FORMAT = 1

const TABLES = `
  CREATE TABLE event (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
  CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
  CREATE TRIGGER event_lasts BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'an event is never removed'); END;
  CREATE TABLE private (of TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`

/** Events that a grade may rest on. */
const LASTING: ReadonlySet<ClassEvent['type']> = new Set(['opened', 'joined', 'done', 'ended'])

/** A file that is no class, or can't be read or written as one. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}

export class ClassStore implements Disposable {
  readonly file: string
  readonly #database: Database.Database
  readonly #readonly: boolean
  readonly #inode: number
  #synced: 'FULL' | 'NORMAL' | undefined

  private constructor(file: string, database: Database.Database, readonly: boolean) {
    this.#readonly = readonly
    this.#inode = statSync(file).ino
    this.file = file
    this.#database = database
  }

  /**
   * Makes a new class. Nobody but this user may read it.
   * @throws StoreError where there is a file of that name, or it can't be written
   */
  static create(file: string): ClassStore {
    if (existsSync(file)) throw new StoreError(`${file} exists`)
    return explained(file, () => {
      const database = new Database(file)
      chmodSync(file, 0o600)
      database.pragma('journal_mode = WAL')
      database.exec(TABLES)
      database.pragma(`application_id = ${APPLICATION_ID}`)
      database.pragma(`user_version = ${FORMAT}`)
      return new ClassStore(file, database, false)
    })
  }

  /**
   * Opens a class that was kept.
   * @param readonly nothing is written, not even beside the file
   * @throws StoreError where it is none
   */
  static open(file: string, { readonly = false } = {}): ClassStore {
    if (!existsSync(file)) throw new StoreError(`there is no file ${file}`)
    return explained(file, () => {
      const database = new Database(file)
      const number = (name: string): unknown =>
        (database.pragma(name) as Record<string, unknown>[])[0]?.[name]
      if (number('application_id') !== APPLICATION_ID)
        throw new StoreError(`${file} is no class of Labwright`)
      if (number('user_version') !== FORMAT)
        throw new StoreError(`${file} was made by another version of Labwright: its format is not ${FORMAT}`)
      // The library opens a file for reading alone as it opens any other.
      if (readonly) database.pragma('query_only = ON')
      return new ClassStore(file, database, readonly)
    })
  }

  /**
   * Adds an event, and returns when no death of this process can take it back; one that counts for a result, when it is
   * on the disk, so that a loss of power can't either.
   * @throws StoreError where that can't be, or its number is taken
   */
  append(recorded: Recorded): void {
    explained(this.file, () => {
      this.#sync(LASTING.has(recorded.event.type) ? 'FULL' : 'NORMAL')
      this.#insert(recorded)
    })
  }

  /**
   * All events, in their order. One that this version does not know is left out.
   * @throws StoreError where the file is damaged
   */
  events(): Recorded[] {
    return explained(this.file, () => {
      const rows = this.#database.prepare('SELECT seq, at, data FROM event ORDER BY seq').all()
      return (rows as { seq: number; at: number; data: string }[]).flatMap(({ seq, at, data }) => {
        const { data: event } = ClassEvent.safeParse(JSON.parse(data))
        return event ? [{ seq, at, event }] : []
      })
    })
  }

  /** Whether the file is still where it was: what is added to one that was removed is lost with this process. */
  get isThere(): boolean {
    return statSync(this.file, { throwIfNoEntry: false })?.ino === this.#inode
  }

  /** What is nobody's business who reads an archive, which has none of it: secrets, and where the server listened. */
  kept(of: string): string | undefined {
    const row = this.#database.prepare('SELECT value FROM private WHERE of = ?').get(of)
    return (row as { value: string } | undefined)?.value
  }

  /** @throws StoreError where it can't be written */
  keep(of: string, value: string): void {
    explained(this.file, () =>
      this.#database.prepare('INSERT OR REPLACE INTO private VALUES (?, ?)').run(of, value),
    )
  }

  /**
   * Writes the events, and nothing else, into a file of its own.
   * @throws StoreError where there is one of that name, or it can't be written
   */
  archive(file: string): void {
    using archive = ClassStore.create(file)
    const written = (): void => {
      archive.#database.exec('BEGIN')
      for (const recorded of this.events()) archive.#insert(recorded)
      archive.#database.exec('COMMIT')
      // One file, that can be read from where nothing can be written.
      archive.#database.pragma('journal_mode = DELETE')
    }
    try {
      explained(file, written)
    } catch (error) {
      for (const beside of ['', '-wal', '-shm']) rmSync(file + beside, { force: true })
      throw error
    }
  }

  #insert({ seq, at, event }: Recorded): void {
    this.#database.prepare('INSERT INTO event VALUES (?, ?, ?)').run(seq, at, JSON.stringify(event))
  }

  /** How soon what is written is on the disk. */
  #sync(how: 'FULL' | 'NORMAL'): void {
    if (how === this.#synced) return
    this.#database.pragma(`synchronous = ${how}`)
    this.#synced = how
  }

  [Symbol.dispose](): void {
    try {
      // The library closes a file when the last statement of it has been collected; what is beside it is put in it now.
      if (!this.#readonly) this.#database.pragma('wal_checkpoint(TRUNCATE)')
    } catch {
      // A statement that failed still holds it: it stays beside it, and counts as well.
    }
    this.#database.close()
  }
}

const explained = <T>(file: string, work: () => T): T => {
  try {
    return work()
  } catch (error) {
    if (error instanceof StoreError) throw error
    throw new StoreError(`${file}: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}
