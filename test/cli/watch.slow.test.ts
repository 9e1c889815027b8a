import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { livingMachines } from '../../runner/machine/scratch/clean.ts'
import { block } from '../lab/lesson.ts'
import { folder, LABWRIGHT, lab } from './labwright.ts'

const saying = (came: string, printed = came): string => lab(block('console', `host$ echo ${came}`, printed))

/** Starts `labwright test --watch`, and waits for words that it says after the last wait. */
const watching = (cwd: string, ...args: string[]) => {
  const run = execa(process.execPath, [LABWRIGHT, 'test', '--watch', ...args], {
    cwd,
    reject: false,
    all: true,
  })
  let said = ''
  run.all.on('data', (chunk) => {
    said += chunk
  })
  const until = async (words: string): Promise<string> => {
    while (!said.includes(words)) await new Promise((resolve) => setTimeout(resolve, 20))
    const before = said
    said = ''
    return before
  }
  return { run, until, wait: () => until('Ctrl-C ends it') }
}

describe('labwright test --watch', () => {
  it('plays the lab again that was edited, goes on after errors, and ends at a signal', async () => {
    const cwd = folder({ 'labs/one/index.md': saying('one'), 'labs/two/index.md': saying('two') })
    const file = join(cwd, 'labs/two/index.md')
    const { run, wait } = watching(cwd)
    expect(await wait()).toContain('2 of 2 labs hold')

    writeFileSync(file, saying('two', 'zwei'))
    const short = await wait()
    expect(short).toContain('labs/two/index.md:11')
    expect(short).toContain('0 of 1 lab holds')
    expect(short).not.toContain('labs/one')

    writeFileSync(file, lab(block('console witin=5s', 'host$ true')))
    expect(await wait()).toContain('labs/two/index.md:9:12: `witin=5s`')

    // As many editors write: another file, in its place.
    writeFileSync(`${file}.new`, saying('again'))
    renameSync(`${file}.new`, file)
    expect(await wait()).toContain('1 of 1 lab holds')

    run.kill('SIGINT')
    expect((await run).signal).toBe('SIGINT')
  })

  it('accepts what comes, and finds that it holds then', async () => {
    const cwd = folder({ 'labs/drifted/index.md': saying('came', 'printed') })
    const { run, wait } = watching(cwd, '--update')
    expect(await wait()).toContain('updated labs/drifted/index.md')
    expect(await wait()).toContain('1 of 1 lab holds')
    run.kill('SIGTERM')
    await run
  })

  it('ends machines in order at a signal in the midst of a play', async () => {
    const name = 'watched'
    const cwd = folder({ [`labs/${name}/index.md`]: lab(block('console', 'host$ sleep 61')) })
    const lives = () => livingMachines().some(({ state }) => state.lab === name && state.members.length > 0)
    const { run, until } = watching(cwd)
    while (!lives()) await new Promise((resolve) => setTimeout(resolve, 20))
    run.kill('SIGINT')
    await until('stopped')
    expect((await run).signal).toBe('SIGINT')
    expect(lives()).toBe(false)
  })
})
