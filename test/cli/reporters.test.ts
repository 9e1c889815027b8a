import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { block } from '../lab/lesson.ts'
import { folder, lab, labwright } from './labwright.ts'

const HOST = ['test', '--machine', 'host', '--yes']
const labs = {
  'labs/bad/index.md': lab(block('console', 'host$ echo came', 'printed')),
  'labs/good/index.md': lab(block('console', 'host$ echo came', 'came')),
}

describe('several reporters at once', () => {
  it('tell the same run, each in its own way', async () => {
    const cwd = folder(labs)
    const files = ['json=r/run.json', 'junit=r/run.xml', 'tap=r/run.tap', 'html=r/run.html']
    const args = [...HOST, ...['pretty', 'github', ...files].flatMap((each) => ['-r', each])]
    const { exit, stdout, stderr } = await labwright(args, { cwd })
    expect({ exit, stderr }).toEqual({ exit: 1, stderr: '' })
    expect(stdout).toContain('\n::error file=labs/bad/index.md,line=11,title=bad%3A One::host$ echo came%0A')
    expect(stdout).toMatch(/\n1 of 2 labs hold\n$/)
    const read = (name: string): string => readFileSync(join(cwd, 'r', name), 'utf8')
    expect(JSON.parse(read('run.json'))).toMatchObject({ ok: false, labs: [{ ok: false }, { ok: true }] })
    expect(read('run.html')).toContain('1 of 2 labs hold</h1>')

    const schema = join(import.meta.dirname, '../report/junit.xsd')
    await execa('xmllint', ['--noout', '--schema', schema, join(cwd, 'r/run.xml')])
    expect(read('run.xml')).toContain('labs/bad/index.md:11: host$ echo came')
    const { all } = await execa('prove', ['--exec', 'cat', 'r/run.tap'], { cwd, all: true, reject: false })
    expect(all).toContain('Failed test:  1\n')
  })

  it('say to GitHub where a file is in the repository', async () => {
    const root = folder(
      Object.fromEntries(Object.entries(labs).map(([file, text]) => [`lessons/${file}`, text])),
    )
    const { stdout } = await labwright([...HOST, '-r', 'github'], {
      cwd: join(root, 'lessons'),
      env: { GITHUB_WORKSPACE: root },
    })
    expect(stdout).toMatch(/^::error file=lessons\/labs\/bad\/index\.md,line=11,[^\n]*\n$/)
  })

  it.each([
    [['pretty', 'pretty'], 'pretty and pretty would both write to standard output'],
    [['github', 'json'], 'github and json would both write to standard output'],
    [['pretty', 'github', 'tap'], 'pretty and github and tap would both write to standard output'],
    [['juint'], 'did you mean junit?'],
    [['constructor'], 'there is no such reporter'],
    [['junit=r/out', 'json=./r/out'], 'two would write to ./r/out'],
    [['junit=/proc/none/of/it'], "/proc/none/of/it can't be written"],
  ])('%j are refused', async (names, wrong) => {
    const { exit, stdout, stderr } = await labwright([...HOST, ...names.flatMap((name) => ['-r', name])], {
      cwd: folder(labs),
    })
    expect(stderr).toContain(wrong)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
  })

  it('name the file where the disk is full', async () => {
    const { exit, stderr } = await labwright([...HOST, '-r', 'json=/dev/full'], { cwd: folder(labs) })
    expect(stderr).toContain("--reporter: /dev/full can't be written: ENOSPC")
    expect(exit).toBe(2)
  })
})
