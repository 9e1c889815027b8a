import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findElsewhere } from './elsewhere.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labwright-resources-'))
})
afterEach(() => rmdirSync(folder))

const examineDisk = (mountOptions: string, imageIsBuilt: boolean) => {
  const surroundings = [
    'unshare',
    '--mount',
    'bash',
    '-c',
    `mount -t tmpfs -o ${mountOptions} tmpfs ${folder}; "$@"`,
    'bash',
  ]
  return findElsewhere(surroundings, 'resources.ts', `examineDisk(${imageIsBuilt})`, {
    LABWRIGHT_CACHE: join(folder, 'not/made/yet'),
  })
}

describe.runIf(process.getuid?.() === 0)('examineDisk', () => {
  it('fails where an image could not be built', () => {
    const [finding] = examineDisk('size=1g', false)
    expect(finding).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^1\.1 GB free .* takes 3\.0 GB$/),
    })
    expect(finding?.mend).toContain('LABWRIGHT_CACHE')
  })

  it('only warns once the image is built', () => {
    expect(examineDisk('size=1g', true)).toMatchObject([{ ok: 'warning' }])
  })

  it('is content with enough', () => {
    expect(examineDisk('size=4g', false)).toMatchObject([{ ok: true }])
  })
})

describe.runIf(process.getuid?.() === 0)('examineRun', () => {
  it('fails where machines could not be noted', () => {
    const surroundings = ['unshare', '--mount', 'bash', '-c', 'mount -t tmpfs -o ro tmpfs /run; "$@"', 'bash']
    const [finding] = findElsewhere(surroundings, 'resources.ts', 'examineRun()')
    expect(finding).toMatchObject({ ok: false, detail: expect.stringContaining('EROFS') })
  })
})
