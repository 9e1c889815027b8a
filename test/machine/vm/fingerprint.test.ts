import {
  appendFileSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fingerprints, matches } from '../../../runner/machine/vm/fingerprint.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labwright-fingerprint-'))
  writeFileSync(join(folder, 'memory'), 'x'.repeat(1000))
  writeFileSync(join(folder, 'state'), 'y')
})

afterEach(() => rmSync(folder, { recursive: true }))

const taken = () => fingerprints(folder, ['memory', 'state'])

it('holds for files that nobody has touched', async () => {
  expect(await matches(folder, await taken())).toBe(true)
})

it.each([
  ['cut short', () => truncateSync(join(folder, 'memory'), 999)],
  ['longer', () => appendFileSync(join(folder, 'state'), 'z')],
  ['gone', () => rmSync(join(folder, 'state'))],
  [
    'written into, its size the same',
    () => {
      const file = openSync(join(folder, 'memory'), 'r+')
      writeSync(file, 'z', 500)
    },
  ],
])('does not hold where a file is %s', async (_, damage) => {
  const before = await taken()
  damage()
  expect(await matches(folder, before)).toBe(false)
})
