import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { withLock } from '../../../runner/machine/image/lock.ts'

const folder = mkdtempSync(join(tmpdir(), 'labwright-lock-'))
const LOCK = join(folder, 'deep/er/.lock')
afterAll(() => rmSync(folder, { recursive: true }))

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Another process that takes the lock and never lets it go. */
const HOLDER = `
import { withLock } from ${JSON.stringify(join(import.meta.dirname, '../../../runner/machine/image/lock.ts'))}
await withLock(${JSON.stringify(LOCK)}, () => {}, async () => { console.log('locked'); await new Promise((resolve) => setTimeout(resolve, 1e6)) })
`

const startHolder = async () => {
  const holder = spawn('node', ['--import', 'tsx', '--input-type=module', '--eval', HOLDER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  return holder
}

describe('withLock', () => {
  it('gives what the work gives, and makes the folder of the lock', async () => {
    expect(await withLock(LOCK, undefined, async () => 42)).toBe(42)
  })

  it('lets one work at a time', async () => {
    let inside = 0
    let most = 0
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside)
      await pause(20)
      inside--
    }
    await Promise.all(Array.from({ length: 5 }, () => withLock(LOCK, () => {}, work)))
    expect(most).toBe(1)
  })

  it('lets go when the work fails', async () => {
    const failing = withLock(LOCK, undefined, () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    expect(await withLock(LOCK, undefined, async () => 'free')).toBe('free')
  })

  it('waits for another process or does not, as it is told, and is not locked out by one that was killed', async () => {
    const holder = await startHolder()
    expect(await withLock(LOCK, undefined, async () => 'mine')).toBeUndefined()

    let waits = 0
    const waiting = withLock(
      LOCK,
      () => waits++,
      async () => 'mine at last',
    )
    await pause(500)
    expect(waits).toBe(1)
    holder.kill('SIGKILL')
    expect(await waiting).toBe('mine at last')
  })
})
