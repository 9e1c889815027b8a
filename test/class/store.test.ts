import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import { listClasses, newClassFile, removeClass } from '../../runner/class/classes.ts'
import { ClassLog } from '../../runner/class/log.ts'
import { ClassStore, StoreError } from '../../runner/class/store.ts'
import { folder } from '../cli/labwright.ts'
import { done, joined, OPENED, recorded, stateOf } from './a-class.ts'

const file = (): string => join(folder({}), 'a.class')

describe('a class in a file', () => {
  it('gives back what was added, in its order', () => {
    const path = file()
    const events = recorded(OPENED, joined('a', 'Ада'), done('a', 'one'))
    {
      using store = ClassStore.create(path)
      for (const event of events) store.append(event)
    }
    using store = ClassStore.open(path)
    expect(store.events()).toEqual(events)
  })

  it('is nobody else’s to read', () => {
    const path = file()
    using store = ClassStore.create(path)
    store.append(recorded(OPENED)[0]!)
    for (const beside of ['', '-wal']) expect(statSync(path + beside).mode & 0o077).toBe(0)
  })

  it('never changes nor removes an event, and takes no number twice', () => {
    const path = file()
    using store = ClassStore.create(path)
    const [event] = recorded(OPENED)
    store.append(event!)
    expect(() => store.append(event!)).toThrow(StoreError)
    const database = new Database(path)
    expect(() => database.exec("UPDATE event SET data = ''")).toThrow('never changed')
    expect(() => database.exec('DELETE FROM event')).toThrow('never removed')
    database.close()
  })

  it('is archived without its secrets, and an archive is only read', () => {
    const path = file()
    const archive = `${path}.archive`
    using store = ClassStore.create(path)
    for (const event of recorded(OPENED, joined('a'))) store.append(event)
    store.keep('teacher', 'a-secret-of-256-bits')
    store.archive(archive)
    expect(readFileSync(archive, 'latin1')).not.toContain('a-secret-of-256-bits')
    expect(existsSync(`${archive}-wal`)).toBe(false)
    using again = ClassStore.open(archive, { readonly: true })
    expect(again.events()).toEqual(store.events())
    expect(again.kept('teacher')).toBeUndefined()
    expect(() => again.append(recorded(OPENED, OPENED, OPENED)[2]!)).toThrow(StoreError)
    expect(() => store.archive(archive)).toThrow('exists')
  })

  it.each([
    ['is no class', 'some text'],
    ['is no class', ''],
    ['is no class', 'SQLite format 3\0'.padEnd(4096, '\0')],
  ])('says so where a file %s (%#)', (_, text) => {
    const path = file()
    writeFileSync(path, text)
    expect(() => ClassStore.open(path)).toThrow(StoreError)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })
})

describe('a class as it goes on', () => {
  it('knows after it was opened again what it knew before', () => {
    const path = file()
    {
      using store = ClassStore.create(path)
      const log = new ClassLog(store)
      for (const { event } of recorded(OPENED, joined('a'), done('a', 'one'))) log.record(event)
    }
    using store = ClassStore.open(path)
    const { learners } = new ClassLog(store).state
    expect([...learners.get('a')!.labs.get('alpha')!.done.keys()]).toEqual(['one'])
  })

  it('goes on where nothing can be written, says so, and writes it later', () => {
    const path = file()
    using store = ClassStore.create(path)
    const log = new ClassLog(store)
    log.record(OPENED)
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    log.record(joined('a'))
    expect(log.trouble).toContain(path)
    expect(log.state.learners.size).toBe(1)
    other.exec('ROLLBACK')
    log.record(done('a', 'one'))
    expect(log.trouble).toBe('')
    expect(store.events().map(({ event: { type } }) => type)).toEqual(['opened', 'joined', 'done'])
    other.close()
  })
})

describe('the classes of this computer', () => {
  it('are named for their day, listed, and removed', () => {
    const path = folder({ 'notes.class': 'not one' })
    const first = newClassFile(path, new Date(2026, 10, 21))
    {
      using store = ClassStore.create(first)
      new ClassLog(store).record(OPENED)
    }
    expect(first).toBe(join(path, '2026-11-21.class'))
    expect(newClassFile(path, new Date(2026, 10, 21))).toBe(join(path, '2026-11-21-2.class'))
    expect(listClasses(path)).toMatchObject([{ id: '2026-11-21', title: stateOf(OPENED).title, learners: 0 }])
    removeClass(first)
    expect(listClasses(path)).toEqual([])
  })
})
