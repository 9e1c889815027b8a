import { chownSync, existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'
import { compile } from '../../runner/compiled/compile.js'
import { ENTRIES } from '../../runner/compiled/load.js'
import { folder } from '../cli/labwright.ts'

const STARTED = ['cli/main.ts', 'other.ts']
const RUNNER = join(import.meta.dirname, '../../runner')

/** Sources of a program that says a word, and where it is. */
const sources = (): { runner: string; cache: string; say(word: string): void } => {
  const root = folder({
    'package.json': '{ "type": "module", "version": "1.0.0" }',
    'runner/cli/main.ts': `
      import its from '../../package.json' with { type: 'json' }
      import { word } from '../word.ts'
      console.log(word as string, its.version, import.meta.dirname, (await import('../later.ts')).later)`,
    'runner/later.ts': "export const later: string = 'later'",
    'runner/other.ts': "export { word } from './word.ts'",
  })
  const say = (word: string): void =>
    writeFileSync(join(root, 'runner/word.ts'), `export const word = '${word}'`)
  say('good day')
  return { runner: join(root, 'runner'), cache: join(root, 'node_modules/.cache/labwright'), say }
}

const said = async (compiled: string): Promise<string> =>
  (await execa(process.execPath, [join(compiled, 'cli/main.mjs')])).stdout

const monthsAgo = (path: string): void => utimesSync(path, 1, 1)

it('what is compiled runs as its sources do, and knows where they lie', async () => {
  const { runner, cache } = sources()
  const compiled = await compile(runner, cache, STARTED)
  expect(await said(compiled)).toBe(`good day 1.0.0 ${runner}/cli later`)
  expect(readdirSync(compiled)).toContain('other.mjs')
  // Another user who has the same folder runs it, too.
  expect(statSync(compiled).mode & 0o777).toBe(0o777 & ~process.umask())
})

it('all that is started of Labwright can be compiled', async () => {
  const compiled = await compile(RUNNER, join(folder({}), 'cache'), ENTRIES)
  expect(existsSync(join(compiled, 'cli/main.mjs'))).toBe(true)
  expect(existsSync(join(compiled, 'machine/execute.mjs'))).toBe(true)
})

it('is compiled once, and anew when a file was changed, added, or taken away', async () => {
  const { runner, cache, say } = sources()
  const first = await compile(runner, cache, STARTED)
  expect(await compile(runner, cache, STARTED)).toBe(first)
  expect(readdirSync(cache)).toHaveLength(1)
  say('good evening')
  const second = await compile(runner, cache, STARTED)
  expect(await said(second)).toMatch(/^good evening/)
  writeFileSync(join(runner, 'new.ts'), '')
  expect([first, second]).not.toContain(await compile(runner, cache, STARTED))
  rmSync(join(runner, 'new.ts'))
  expect(await compile(runner, cache, STARTED)).toBe(second)
  // Whoever started with them finds the rest of them.
  expect(await said(first)).toMatch(/^good day/)
})

it('is compiled by several at once, and nothing half made is left', async () => {
  const { runner, cache } = sources()
  const script = `
    import { compile } from '${join(RUNNER, 'compiled/compile.js')}'
    console.log(await compile('${runner}', '${cache}', ${JSON.stringify(STARTED)}))`
  const all = await Promise.all(
    [1, 2, 3].map(() => execa(process.execPath, ['--input-type=module', '--eval', script])),
  )
  expect(new Set(all.map(({ stdout }) => stdout)).size).toBe(1)
  expect(readdirSync(cache)).toHaveLength(1)
})

it('what nobody has started for long is removed, when there is something newer', async () => {
  const { runner, cache, say } = sources()
  const first = await compile(runner, cache, STARTED)
  monthsAgo(first)
  // Started again.
  expect(await compile(runner, cache, STARTED)).toBe(first)
  say('good afternoon')
  const second = await compile(runner, cache, STARTED)
  expect(existsSync(first)).toBe(true)
  monthsAgo(first)
  say('good evening')
  await compile(runner, cache, STARTED)
  expect([first, second].map((each) => existsSync(each))).toEqual([false, true])
})

it.runIf(process.getuid?.() === 0)('what root compiles in somebody’s folder is theirs', async () => {
  const { runner, cache } = sources()
  chownSync(runner, 12_345, 12_346)
  const compiled = await compile(runner, cache, STARTED)
  for (const path of [join(cache, '..'), cache, compiled, join(compiled, 'cli/main.mjs')])
    expect(statSync(path)).toMatchObject({ uid: 12_345, gid: 12_346 })
})

it.each([
  ['a file with a fault', 'export const word ='],
  ['a place that would be another', 'const { dirname } = import.meta; export const word = dirname'],
])('%s is refused, and leaves nothing', async (_, source) => {
  const { runner, cache } = sources()
  writeFileSync(join(runner, 'word.ts'), source)
  await expect(compile(runner, cache, STARTED)).rejects.toThrow()
  expect(readdirSync(cache)).toEqual([])
})

it('a folder that can’t be written is refused', async () => {
  const { runner, cache } = sources()
  writeFileSync(join(runner, '../node_modules'), 'a file')
  await expect(compile(runner, cache, STARTED)).rejects.toThrow()
})
