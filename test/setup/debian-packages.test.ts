import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { debianPackages } from '../../runner/setup/debian-packages.js'
import { missingNeeds } from '../../runner/setup/needs.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labwright-debian-'))
  vi.stubEnv('PATH', folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const install = (...names: string[]): void => {
  for (const name of names) {
    writeFileSync(join(folder, name), '')
    chmodSync(join(folder, name), 0o755)
  }
}

describe('debianPackages', () => {
  it('names each package once, why it is needed, and what to type by hand', () => {
    install('apt-get')
    const work = debianPackages(['machine', 'image'])
    const lines = work?.lines.filter((line) => line.startsWith('util-linux, '))
    expect(lines).toHaveLength(1)
    expect(lines?.[0]).toMatch(/give a machine its namespaces, enter a machine/)
    expect(work?.root?.byHand).toMatch(/^apt-get update && apt-get install .* mmdebstrap/)
  })

  it('wants nothing for the image where that is built', () => {
    install('apt-get')
    const work = debianPackages(['machine'])
    expect(work?.root?.byHand).toContain('util-linux')
    expect(work?.root?.byHand).not.toContain('mmdebstrap')
  })

  it('fetches a browser for the tests of the page, and for no others', () => {
    install('apt-get')
    const all = debianPackages(['machine', 'test', 'browser'])
    expect(all?.root?.byHand).toMatch(/ chromium\b/)
    expect(all?.lines.at(-1)).toContain('240 MB to download')
    const fast = debianPackages(['machine', 'test'])
    expect(fast?.root?.byHand).not.toContain('chromium')
    expect(fast?.lines.at(-1)).toContain('10 MB to download')
  })

  it('has nothing to do where every command is there', () => {
    install(...missingNeeds(['machine']).map(({ file }) => file))
    expect(debianPackages(['machine'])).toBeUndefined()
  })

  it('says what is missing where there is no apt-get', () => {
    expect(() => debianPackages(['machine', 'image'])).toThrow(/missing, and there is no apt-get.*mmdebstrap/)
  })

  it('does without what it would only be measured against where there is no apt-get', () => {
    install(...missingNeeds(['machine']).map(({ file }) => file))
    expect(debianPackages(['machine', 'bench'])).toBeUndefined()
  })
})
