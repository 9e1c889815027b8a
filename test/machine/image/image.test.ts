import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { appendFile, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cacheDirectory, imagesDirectory } from '../../../runner/machine/image/cache.ts'
import { findImage, imageKey, listImages, readImage } from '../../../runner/machine/image/image.ts'

const RECIPE = join(import.meta.dirname, '../../../runner/machine/image')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labwright-image-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

describe('imageKey', () => {
  const copy = (name: string): string => {
    cpSync(RECIPE, join(folder, name), { recursive: true })
    return join(folder, name)
  }

  it('is the same for the same recipe, wherever it lies', async () => {
    expect(await imageKey()).toMatch(/^[0-9a-f]{12}$/)
    expect(await imageKey(copy('copy'))).toBe(await imageKey())
  })

  it('is another when a file of the recipe changes, comes or moves', async () => {
    const keys = [await imageKey()]
    const changed = copy('changed')
    await appendFile(join(changed, 'files/usr/local/bin/docker'), '# changed\n')
    keys.push(await imageKey(changed))
    const added = copy('added')
    await appendFile(join(added, 'files/etc/new'), '')
    keys.push(await imageKey(added))
    const moved = copy('moved')
    await rename(join(moved, 'files/usr/local/bin/docker'), join(moved, 'files/usr/local/sbin/docker'))
    keys.push(await imageKey(moved))
    const rebuilt = copy('rebuilt')
    await appendFile(join(rebuilt, 'debian.ts'), '\n')
    keys.push(await imageKey(rebuilt))
    expect(new Set(keys).size).toBe(5)
  })

  it('stays when something else changes', async () => {
    const other = copy('other')
    await appendFile(join(other, 'lock.ts'), '\n')
    expect(await imageKey(other)).toBe(await imageKey())
  })
})

describe('images in the cache', () => {
  const put = (key: string, built: string, metadata: object = {}): void => {
    mkdirSync(join(folder, 'images', key), { recursive: true })
    const image = {
      ...{ key, suite: 'bookworm', architecture: 'x64', built, docker: '20.10', containers: [], bytes: 1 },
      ...metadata,
    }
    writeFileSync(join(folder, 'images', key, 'image.json'), JSON.stringify(image))
  }

  it('are those that are whole, the newest first', async () => {
    vi.stubEnv('LABWRIGHT_CACHE', folder)
    expect(await listImages()).toEqual([])
    put('old', '2026-01-01T00:00:00.000Z')
    put('new', '2026-02-01T00:00:00.000Z')
    put('broken', 'not a date')
    mkdirSync(join(folder, 'images/.building-half'))
    expect((await listImages()).map(({ key }) => key)).toEqual(['new', 'old'])
    expect(await readImage(join(folder, 'images/new'))).toMatchObject({ folder: join(folder, 'images/new') })
    expect(await readImage(join(folder, 'images/broken'))).toBeUndefined()
    expect(await findImage()).toBeUndefined()
    put(await imageKey(), '2026-03-01T00:00:00.000Z')
    expect(await findImage()).toMatchObject({ key: await imageKey() })
  })

  it('lie where the environment says', () => {
    vi.stubEnv('LABWRIGHT_CACHE', '/a')
    expect(cacheDirectory()).toBe('/a')
    vi.stubEnv('LABWRIGHT_CACHE', undefined)
    vi.stubEnv('XDG_CACHE_HOME', '/b')
    expect(imagesDirectory()).toBe('/b/labwright/images')
    vi.stubEnv('XDG_CACHE_HOME', '')
    vi.stubEnv('HOME', '/c')
    expect(cacheDirectory()).toBe('/c/.cache/labwright')
  })
})
