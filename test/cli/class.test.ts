import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ClassLog } from '../../runner/class/log.ts'
import { ClassStore } from '../../runner/class/store.ts'
import { done, joined, OPENED } from '../class/a-class.ts'
import { folder, lab, labwright } from './labwright.ts'

/** A folder in which a class was held. */
const withClass = (
  events = [OPENED, joined('a', 'Ada'), joined('b', '../Bob'), done('a', 'one'), done('b', 'two')],
) => {
  const cwd = folder({ 'data/labwright/classes/notes.txt': '', 'labs/alpha/index.md': lab('') })
  using store = ClassStore.create(join(cwd, 'data/labwright/classes/2026-11-21.class'))
  const log = new ClassLog(store)
  for (const event of events) log.record(event)
  const env = { XDG_DATA_HOME: join(cwd, 'data') }
  return { cwd, say: (...args: string[]) => labwright(['class', ...args], { cwd, env }) }
}

describe('labwright class', () => {
  it('lists classes, and says how to open one where there is none', async () => {
    const cwd = folder({})
    const none = await labwright(['class', 'list'], { cwd, env: { XDG_DATA_HOME: cwd } })
    expect(none).toMatchObject({ exit: 0, stdout: expect.stringContaining('labwright class start') })
    const { say } = withClass()
    expect((await say('list')).stdout).toMatch(/^2026-11-21 {2}open {3}\d\d:\d\d {2}2 learners {2}A class\n$/)
  })

  it('gives results as a table and as JSON, of a class and of its archive', async () => {
    const { cwd, say } = withClass()
    const table = await say('results')
    expect(table.stdout.split('\r\n')[1]).toContain('Ada,alpha,no,1,3')
    const archived = await say('archive', 'my.archive')
    expect(archived).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('labwright class show my.archive'),
    })
    expect((await say('results', 'my.archive')).stdout).toBe(table.stdout)
    expect((await say('results', '2026-11-21', '--json', '-o', 'results.json')).exit).toBe(0)
    const { learners } = JSON.parse(readFileSync(join(cwd, 'results.json'), 'utf8'))
    expect(learners.map(({ name }: { name: string }) => name)).toEqual(['Ada', '../Bob'])
    expect(await say('archive', 'my.archive')).toMatchObject({ exit: 2, stderr: 'my.archive exists\n' })
  })

  it('writes a receipt for each learner, whatever their name, into the folder and nowhere else', async () => {
    const { cwd, say } = withClass()
    expect(await say('receipts', '--to', 'out')).toMatchObject({ exit: 0, stdout: '2 receipts in out\n' })
    expect(existsSync(join(cwd, 'out/Ada/alpha.jws'))).toBe(true)
    expect(existsSync(join(cwd, 'out/..%2fBob/alpha.jws'))).toBe(true)
    expect((await say('receipts')).stdout.trim().split('\n')).toHaveLength(2)
  })

  it('removes a class', async () => {
    const { say } = withClass()
    expect((await say('remove', '2026-11-21')).exit).toBe(0)
    expect((await say('results')).stderr).toContain('labwright class start')
  })

  it.each([
    [['start', '--labs', 'nothing'], "no lab 'nothing'"],
    [['start', '--labs', ' , '], '--labs names no lab'],
    [['start', '--labs', 'alpha', '--cert', 'data/labwright/classes/notes.txt', '--key', 'my.key'], 'my.key'],
    [['remove', './my.archive'], 'is a file'],
    [['start', '--machine', 'host'], 'scratch, vm'],
    [['start', '--memory', 'much'], '512M'],
    [['start', '--labs', 'alpha', '--memory', '512M', '--disk', '500M'], 'a full disk would end the machine'],
    [['results', 'nothing'], "no class 'nothing'"],
    [['show', 'data/labwright/classes/notes.txt'], 'is no class'],
    [['remove', 'nothing'], "no class 'nothing'"],
    [['resume', 'my.archive'], 'is an archive'],
  ])('says what is wrong with %j', async (args, why) => {
    const { say } = withClass()
    if (args.some((arg) => arg.endsWith('my.archive'))) await say('archive', 'my.archive')
    expect(await say(...args)).toMatchObject({ exit: 2, stderr: expect.stringContaining(why) })
  })

  it('goes on with no class that has ended', async () => {
    const { say } = withClass([OPENED, { type: 'ended' }])
    expect(await say('resume')).toMatchObject({ exit: 2, stderr: expect.stringContaining('no such class') })
  })
})
