import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'
import { compile } from '../runner/compiled.js'
import { folder } from './cli/labwright.ts'

const ENTRIES = ['cli/main.ts', 'other.ts']

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
  (await execa(process.execPath, [join(compiled, 'cli/main.js')])).stdout

it('what is compiled runs as its sources do, and knows where they lie', async () => {
  const { runner, cache } = sources()
  const compiled = await compile(runner, cache, ENTRIES)
  expect(await said(compiled)).toBe(`good day 1.0.0 ${runner}/cli later`)
  expect(readdirSync(compiled)).toContain('other.js')
  // Another user who has the same folder runs it, too.
  expect(statSync(compiled).mode & 0o777).toBe(0o777 & ~process.umask())
})

it('is compiled once, and anew when a file was changed, added, or taken away', async () => {
  const { runner, cache, say } = sources()
  const first = await compile(runner, cache, ENTRIES)
  expect(await compile(runner, cache, ENTRIES)).toBe(first)
  expect(readdirSync(cache)).toHaveLength(1)
  say('good evening')
  const second = await compile(runner, cache, ENTRIES)
  expect(await said(second)).toMatch(/^good evening/)
  writeFileSync(join(runner, 'new.ts'), '')
  expect([first, second]).not.toContain(await compile(runner, cache, ENTRIES))
  // Whoever started with them finds the rest of them.
  expect(await said(first)).toMatch(/^good day/)
})

it('is compiled by several at once, and nothing half made is left', async () => {
  const { runner, cache } = sources()
  const all = await Promise.all(Array.from({ length: 5 }, () => compile(runner, cache, ENTRIES)))
  expect(new Set(all).size).toBe(1)
  expect(readdirSync(cache)).toHaveLength(1)
})

it('what was compiled of files of long ago is removed', async () => {
  const { runner, cache, say } = sources()
  const first = await compile(runner, cache, ENTRIES)
  const longAgo = Date.now() / 1000 - 8 * 24 * 3600
  utimesSync(first, longAgo, longAgo)
  expect(await compile(runner, cache, ENTRIES)).toBe(first)
  say('good evening')
  await compile(runner, cache, ENTRIES)
  expect(existsSync(first)).toBe(false)
})

it.each(['a file with a fault', 'a folder that cannot be written'])(
  '%s is refused, and leaves nothing',
  async (what) => {
    const { runner, cache } = sources()
    if (what === 'a file with a fault') writeFileSync(join(runner, 'word.ts'), 'export const word =')
    else {
      mkdirSync(join(runner, '../node_modules/.cache'), { recursive: true })
      symlinkSync('/proc', cache)
    }
    await expect(compile(runner, cache, ENTRIES)).rejects.toThrow()
    if (what === 'a file with a fault') expect(readdirSync(cache)).toEqual([])
  },
)
