import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { canBuild, ensureSite, isSiteCurrent } from '../../runner/serve/site-build.ts'
import { folder } from '../cli/labwright.ts'

const MODULES = resolve(import.meta.dirname, '../../node_modules')

/** A site of one page, with what it is built from. */
const sources = (): string => {
  const root = folder({
    'site/.vitepress/config.ts':
      "export default { srcDir: '../labs', outDir: '.vitepress/dist', cacheDir: '.vitepress/cache' }",
    'labs/index.md': '# One page\n',
    'runner/x.ts': '',
    'package.json': '{"type":"module"}',
    'package-lock.json': '{}',
  })
  symlinkSync(MODULES, join(root, 'node_modules'))
  return root
}

it('builds a site once, and again when its sources are others', async () => {
  const root = sources()
  expect(canBuild(root)).toBe(true)
  let built = 0
  const ensure = () => ensureSite({ root, begins: () => built++ })
  const page = async (): Promise<string> => readFileSync(join(await ensure(), 'index.html'), 'utf8')
  expect(await page()).toContain('One page')
  expect(built).toBe(1)
  await ensure()
  expect(built).toBe(1)
  writeFileSync(join(root, 'labs/index.md'), '# Another page\n')
  expect(isSiteCurrent(root)).toBe(false)
  expect(await page()).toContain('Another page')
  rmSync(join(root, 'site/.vitepress/served'), { recursive: true })
  await ensure()
  expect(built).toBe(3)
})

it('two at once build it once, and both have it', async () => {
  const root = sources()
  const [one, two] = await Promise.all([ensureSite({ root }), ensureSite({ root })])
  expect(one).toBe(two)
  expect(readFileSync(join(one, 'index.html'), 'utf8')).toContain('One page')
})

it('keeps the site before, and says why, where the new one can not be built', async () => {
  const root = sources()
  const built = await ensureSite({ root })
  writeFileSync(join(root, 'labs/index.md'), '[nowhere](./nothing)\n')
  await expect(ensureSite({ root })).rejects.toThrow(/could not be built(.|\n)*dead link/i)
  expect(existsSync(join(built, 'index.html'))).toBe(true)
})

it('knows where there is nothing to build from', () => {
  expect(canBuild(folder({ 'labs/index.md': '' }))).toBe(false)
})
