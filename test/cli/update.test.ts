import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { block } from '../lab/lesson.ts'
import { folder, LABWRIGHT, lab, labwright } from './labwright.ts'

const HOST = ['test', '--machine', 'host', '--yes', '--update']

describe('labwright test --update', () => {
  it('leaves a lesson alone that was edited meanwhile', async () => {
    const cwd = folder({ 'lab.md': '' })
    const file = join(cwd, 'lab.md')
    const source = lab(block('console', `host$ echo more >> ${file}; echo came`, 'printed'))
    writeFileSync(file, source)
    const { exit, stderr } = await labwright([...HOST, 'lab.md'], { cwd })
    expect(readFileSync(file, 'utf8')).toBe(`${source}more\n`)
    expect(stderr).toContain('lab.md was edited meanwhile: nothing was accepted. Say -u again.')
    expect(exit).toBe(1)
  })

  it('names a lesson that it may not write, and says what fell short all the same', async () => {
    const cwd = folder({ 'lab.md': lab(block('console', 'host$ echo came', 'printed')) })
    const readOnly = 'mount --bind . . && mount -o remount,bind,ro . && cd "$PWD" && exec "$@"'
    const { exitCode, stdout, stderr } = await execa(
      'unshare',
      ['--mount', 'sh', '-c', readOnly, 'sh', process.execPath, LABWRIGHT, ...HOST, 'lab.md'],
      { cwd, reject: false },
    )
    expect(stderr).toMatch(/^lab\.md can't be written: EROFS.* Nothing was accepted\.$/)
    expect(stdout).toContain('0 of 1 lab holds')
    expect(exitCode).toBe(1)
  })
})
