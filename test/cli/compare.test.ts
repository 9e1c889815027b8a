import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { placeFor } from '../../runner/report/between-marks.ts'
import { labOfText } from '../report/runs.ts'
import { folder, labwright } from './labwright.ts'

const document = (ok: boolean): string =>
  JSON.stringify({ labs: [labOfText('demo', ok)], failures: [], skipped: [], ok })

describe('labwright compare', () => {
  it('prints the table; all labs hold', async () => {
    const cwd = folder({ 'a.json': document(true) })
    const { exit, stdout } = await labwright(['compare', 'scratch, as root=a.json', 'vm=a.json'], { cwd })
    expect(exit).toBe(0)
    expect(stdout).toContain('scratch, as root')
    expect(stdout).toContain('| [demo](demo/index.md) |')
  })

  it('puts runs of one name together', async () => {
    const cwd = folder({ 'a.json': document(true), 'b.json': document(true).replaceAll('demo', 'other') })
    const { stdout } = await labwright(['compare', 'vm=a.json', 'vm=b.json'], { cwd })
    expect(stdout.match(/vm/g)).toHaveLength(1)
    expect(stdout.match(/holds/g)).toHaveLength(2)
  })

  it('writes it into a page, and says which lab does not hold', async () => {
    const page = `Before\n\n${placeFor('labwright compare --write')}\n\nAfter\n`
    const cwd = folder({ 'a.json': document(true), 'b.json': document(false), 'page.md': page })
    const { exit, stderr } = await labwright(['compare', 'a=a.json', 'b=b.json', '--write', 'page.md'], {
      cwd,
    })
    expect(exit).toBe(1)
    expect(stderr).toContain('demo on b: falls short: one')
    expect(readFileSync(join(cwd, 'page.md'), 'utf8')).toMatch(/Before[\s\S]*\[demo\][\s\S]*After/)
  })

  it.each([
    [['a.json'], 'a.json: name what the labs were played on'],
    [['a=nothing.json'], "nothing.json can't be read"],
    [['a=a.json', '--write', 'page.md'], 'page.md has no place for the table'],
  ])('refuses %j', async (args, what) => {
    const cwd = folder({ 'a.json': document(true), 'page.md': 'nothing' })
    const { exit, stderr } = await labwright(['compare', ...args], { cwd })
    expect(exit).toBe(2)
    expect(stderr).toContain(what)
  })
})
