import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findNeed, missingNeeds, NEEDS } from '../../runner/setup/needs.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labwright-needs-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

describe('findNeed', () => {
  it('finds a program in PATH', () => {
    vi.stubEnv('PATH', `/nowhere:${folder}`)
    writeFileSync(join(folder, 'labwright-tool'), '')
    chmodSync(join(folder, 'labwright-tool'), 0o755)
    expect(findNeed({ file: 'labwright-tool' })).toBe(join(folder, 'labwright-tool'))
  })

  it('takes a folder of that name for no program', () => {
    vi.stubEnv('PATH', '/')
    expect(findNeed({ file: 'usr' })).toBeUndefined()
  })

  it("finds an administrator's command that a user's PATH leaves out", () => {
    vi.stubEnv('PATH', folder)
    expect(findNeed({ file: 'pivot_root' })).toMatch(/sbin\/pivot_root$/)
  })

  it('finds a file by its path', () => {
    expect(findNeed({ file: import.meta.filename })).toBe(import.meta.filename)
    expect(findNeed({ file: join(folder, 'none') })).toBeUndefined()
  })
})

describe('missingNeeds', () => {
  it('names what is missing for the uses that are asked for, and no other', () => {
    vi.stubEnv('PATH', folder)
    const missing = missingNeeds(['image']).map(({ file }) => file)
    expect(missing).toContain('mmdebstrap')
    expect(missing).not.toContain('unshare')
    expect(missing).not.toContain('bats')
  })
})

describe('NEEDS', () => {
  const here = NEEDS.filter((need) => findNeed(need))
  const isDebian = findNeed({ file: 'dpkg-query' }) !== undefined

  it.runIf(isDebian).each(here)('$file is in the Debian package $package', (need) => {
    const pattern = need.file.startsWith('/') ? need.file : `*bin/${need.file}`
    const owners = execFileSync('dpkg-query', ['--search', pattern], { encoding: 'utf8' })
    expect(owners.split('\n').flatMap((line) => line.split(': ')[0]?.split(', ') ?? [])).toContain(
      need.package,
    )
  })
})
