import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { livingMachines } from '../../runner/machine/scratch/clean.ts'
import { folder, lab } from '../cli/labwright.ts'
import { block } from '../lab/lesson.ts'
import { lessons, startVitest, vitestJson } from './lessons.ts'

const machinesOf = (name: string): string[] =>
  livingMachines().flatMap(({ id, state }) => (state.lab === name && state.members.length > 0 ? [id] : []))

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}

describe('a machine', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'ends with Vitest, when %s ends that',
    async (signal) => {
      const name = `vitest-${signal.toLowerCase()}`
      const cwd = lessons({ [`labs/${name}/index.md`]: lab(block('console', 'host$ sleep 61')) })
      const run = startVitest(cwd, 'run')
      await until(() => machinesOf(name).length === 1)
      run.kill(signal)
      await run
      await expect.poll(() => machinesOf(name), { timeout: 5000 }).toEqual([])
    },
  )

  it('ends when a test takes too long, and what would have followed says why it was not played', async () => {
    const name = 'vitest-late'
    const second = `\n\n## Two {#two}\n\n${block('console', 'host$ true')}`
    const cwd = lessons({ [`labs/${name}/index.md`]: lab(block('console', 'host$ sleep 61') + second) })
    const [file] = await vitestJson(cwd, '--testTimeout=2000')
    expect(file!.assertionResults.map(({ status }) => status)).toEqual(['failed', 'failed'])
    expect(file!.assertionResults[0]!.failureMessages[0]).toContain(`labs/${name}/index.md:7:1`)
    expect(file!.assertionResults[1]!.failureMessages[0]).toContain(
      `not played: the play was stopped at labs/${name}/index.md:7`,
    )
    expect(machinesOf(name)).toEqual([])
  })

  it('that lives on is cleaned up when Vitest is ended', async () => {
    const trace = join(folder({}), 'trace')
    const name = 'vitest-host'
    const body = [block('cleanup', `host$ rm ${trace}`), block('console', `host$ touch ${trace}; sleep 61`)]
    const cwd = lessons(
      { [`labs/${name}/index.md`]: lab(body.join('\n\n')) },
      "{ machine: 'host', yes: true }",
    )
    const run = startVitest(cwd, 'run')
    await until(() => existsSync(trace))
    run.kill('SIGTERM')
    await run
    await expect.poll(() => existsSync(trace), { timeout: 5000 }).toBe(false)
  })

  it('that goes away fails the test that needed it, and the next', async () => {
    const name = 'vitest-gone'
    const second = `\n\n## Two {#two}\n\n${block('console', 'host$ true')}`
    const cwd = lessons({ [`labs/${name}/index.md`]: lab(block('console', 'host$ sleep 61') + second) })
    const run = vitestJson(cwd)
    await until(() => machinesOf(name).length === 1)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    process.kill(livingMachines().find(({ state }) => state.lab === name)!.state.members[0]!.pid, 'SIGKILL')
    const messages = (await run)[0]!.assertionResults.map(({ failureMessages }) => failureMessages[0])
    expect(messages).toEqual(Array(2).fill(expect.stringContaining(`went away at labs/${name}/index.md:10`)))
  })
})

describe('watch mode', () => {
  it('plays the lab again that was edited, and no other', async () => {
    const good = (word: string): string => lab(block('console', `host$ echo ${word}`, word))
    const cwd = lessons({ 'labs/one/index.md': good('one'), 'labs/two/index.md': good('two') })
    const run = startVitest(cwd, 'watch', '--reporter=verbose')
    let shown = ''
    run.stdout.on('data', (chunk) => {
      shown += chunk
    })
    await until(() => /Tests {2}2 passed/.test(shown))
    await new Promise((resolve) => setTimeout(resolve, 500))
    shown = ''
    writeFileSync(join(cwd, 'labs/two/index.md'), good('two').replace('echo two', 'echo three'))
    await until(() => /Tests {2}1 failed/.test(shown))
    expect(shown).toContain('labs/two/index.md > two: A lab > One')
    expect(shown).not.toContain('labs/one/index.md')
    shown = ''
    writeFileSync(join(cwd, 'labs/two/index.md'), good('three'))
    await until(() => /Tests {2}1 passed/.test(shown))
    run.kill('SIGINT')
    await run
    expect([...machinesOf('one'), ...machinesOf('two')]).toEqual([])
  })
})
