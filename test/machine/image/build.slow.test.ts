import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { cleanBuilds } from '../../../runner/machine/image/build.ts'
import { findImage, listImages } from '../../../runner/machine/image/image.ts'

const cache = mkdtempSync(join(tmpdir(), 'labwright-build-'))
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(cache, { recursive: true })
})

const BUILD = `
import { ensureImage } from ${JSON.stringify(join(import.meta.dirname, '../../../runner/machine/image/build.ts'))}
await ensureImage((what) => console.log(what))`

/** Processes that name the cache, in their command line or environment. */
const processes = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const text =
          readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8')
        return text.includes(cache) ? [`${pid} ${text.replaceAll('\0', ' ').slice(0, 200)}`] : []
      } catch {
        return []
      }
    })

it('a build that is killed half-way leaves no process, no mount and nothing that counts as an image', async () => {
  vi.stubEnv('LABWRIGHT_CACHE', cache)
  const builder = spawn('node', ['--import', 'tsx', '--input-type=module', '--eval', BUILD], {
    stdio: 'ignore',
  })
  const ended = once(builder, 'exit')
  const unfinished = (): string[] =>
    existsSync(join(cache, 'images'))
      ? readdirSync(join(cache, 'images')).filter((name) => name.startsWith('.building-'))
      : []
  await expect
    .poll(() => unfinished().some((name) => existsSync(join(cache, 'images', name, 'root/usr/bin'))), {
      timeout: 240_000,
      interval: 100,
    })
    .toBe(true)
  // It goes on, so it is not cleaned away.
  expect(await cleanBuilds()).toBe(0)
  expect(processes().length).toBeGreaterThan(2)

  builder.kill('SIGKILL')
  await ended
  await expect.poll(processes, { timeout: 5000 }).toEqual([])
  expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(cache)
  expect(await listImages()).toEqual([])
  expect(await findImage()).toBeUndefined()
  expect(await cleanBuilds()).toBe(1)
  expect(unfinished()).toEqual([])
})
