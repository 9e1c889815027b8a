import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { npmPackages } from '../../runner/setup/npm-packages.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labwright-npm-'))
  mkdirSync(join(folder, 'node_modules'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (file: string, packages: object): void =>
  writeFileSync(join(folder, file), JSON.stringify({ packages }))

describe('npmPackages', () => {
  beforeEach(() => {
    write('package-lock.json', {
      '': { name: 'labwright', version: '1.0.0' },
      'node_modules/tsx': { version: '4.0.0' },
      'node_modules/for-another-system': { version: '2.0.0', optional: true },
    })
  })

  it('has nothing to do where npm has installed what the lock names', async () => {
    write('node_modules/.package-lock.json', { 'node_modules/tsx': { version: '4.0.0' } })
    expect(await npmPackages(folder)).toBeUndefined()
  })

  it('has work to do where nothing was installed, or npm was ended before it was done', async () => {
    expect(await npmPackages(folder)).toMatchObject({ title: 'npm packages' })
  })

  it('has work to do where the lock has changed since', async () => {
    write('node_modules/.package-lock.json', { 'node_modules/tsx': { version: '3.9.0' } })
    expect(await npmPackages(folder)).toMatchObject({ title: 'npm packages' })
  })

  it('has work to do where a package is missing', async () => {
    write('node_modules/.package-lock.json', { 'node_modules/for-another-system': { version: '2.0.0' } })
    expect(await npmPackages(folder)).toMatchObject({ title: 'npm packages' })
  })
})
