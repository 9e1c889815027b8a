import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cleanScratch } from '../../../runner/machine/scratch/clean.ts'
import { scratch } from '../../play/play-lesson.ts'
import { idsOf, namespacesOf, namespacesOutside, readImages, remains } from './remains.ts'
import { startRunner } from './runner.ts'

/** In the environment of all that the killed runners started, so that none of it can hide. */
const MARK = `labwright-leak-test-${process.pid}`
const temporary = mkdtempSync(join(tmpdir(), 'labwright-leaks-'))
const environment = { LEAK_TEST_MARK: MARK, TMPDIR: temporary }

/** What machines could leave behind outside themselves, and what no other machine of this computer changes. */
const listHost = async (): Promise<Record<string, string[]>> => ({
  links: execFileSync('ip', ['-o', 'link'], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.split(' ')[1] ?? ''),
  mounts: ['/proc/1/mountinfo', '/proc/self/mountinfo'].map((file) => readFileSync(file, 'utf8')),
  mountTable: execFileSync('sh', ['-c', 'cat /run/mount/utab 2>/dev/null || true'], {
    encoding: 'utf8',
  }).split('\n'),
  mountPoints: (await readImages()).flatMap(({ folder }) => readdirSync(join(folder, 'mount'))),
  // tsx(1), through which runners run here, keeps what it compiled.
  temporary: readdirSync(temporary).filter((name) => !name.startsWith('tsx-')),
})

let before: Record<string, string[]>
/** Ids and namespaces of all machines made here. */
const ids: string[] = []
const inside = new Set<string>()

const note = (machines: readonly string[]): void => {
  ids.push(...machines)
  for (const namespace of namespacesOf(machines)) inside.add(namespace)
}

beforeAll(async () => {
  before = await listHost()
})
afterAll(() => rmSync(temporary, { recursive: true }))

describe.sequential('fifty machines, ten at a time', () => {
  it('ten that are thrown away in order leave nothing', async () => {
    const machines = await Promise.all(
      Array.from({ length: 10 }, (_, index) => scratch({ twoMachines: index % 3 === 0 })),
    )
    note(machines.map(({ id }) => id))
    await Promise.all(machines.map((machine) => machine[Symbol.asyncDispose]()))
    expect(remains(ids)).toEqual([])
  })

  it('nor do ten of which some run Docker and some are reset', async () => {
    const machines = await Promise.all(
      Array.from({ length: 10 }, (_, index) => scratch({ docker: index < 4 })),
    )
    note(machines.map(({ id }) => id))
    await Promise.all(
      machines.map(async (machine, index) => {
        if (index < 4) {
          const { exit } = await machine.exec('docker run -d -p 80:80 nginx', { timeout: 120_000 })
          expect(exit).toBe(0)
        }
        if (index % 3 === 0) await machine.reset()
        await machine[Symbol.asyncDispose]()
      }),
    )
    expect(remains(ids)).toEqual([])
  })

  it('nor do ten whose runner is killed while they are at work', async () => {
    const plan = ['docker', 'docker', 'docker', 'busy', 'busy', 'busy', 'plain', 'plain', 'plain', 'plain']
    const runner = await startRunner(plan, environment)
    await runner.done
    expect(runner.ids).toHaveLength(10)
    note(runner.ids)
    expect(remains(runner.ids, runner.pid, MARK).length).toBeGreaterThan(40)
    await runner.kill()
    // No `labwright clean` is needed for these.
    await expect.poll(() => remains(ids, runner.pid, MARK), { timeout: 10_000 }).toEqual([])
  })

  it('nor, cleaned up after, do twenty whose runners are killed while they make them', async () => {
    for (const delay of [0, 30, 100, 300]) {
      const runner = await startRunner(['docker', 'plain', 'plain', 'busy', 'plain'], environment)
      await expect.poll(() => idsOf(runner.pid).length, { timeout: 60_000, interval: 1 }).toBeGreaterThan(0)
      await new Promise((resolve) => setTimeout(resolve, delay))
      const made = idsOf(runner.pid)
      await runner.kill()
      const written = [...new Set([...made, ...runner.ids, ...idsOf(runner.pid)])]
      ids.push(...written)
      await new Promise((resolve) => setTimeout(resolve, 1000))
      await cleanScratch((id) => written.includes(id))
      await expect.poll(() => remains(written, runner.pid, MARK), { timeout: 10_000 }).toEqual([])
    }
  })

  it('and this computer is as it was', async () => {
    expect(ids.length).toBeGreaterThanOrEqual(34)
    expect(remains(ids, undefined, MARK)).toEqual([])
    expect(inside.size).toBeGreaterThan(100)
    expect(namespacesOutside().filter((namespace) => inside.has(namespace))).toEqual([])
    expect(await listHost()).toEqual(before)
  })
})
