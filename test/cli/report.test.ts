import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { FAILURE, labOfText } from '../report/runs.ts'
import { folder, LABWRIGHT, labwright } from './labwright.ts'

const good = JSON.stringify({ labs: [labOfText('good', true)], failures: [], skipped: [], ok: true })
const bad = JSON.stringify({ labs: [labOfText('bad')], failures: [FAILURE], skipped: [], ok: false })
const verdict = (page: string): string => /<h1 class="(.*)<\/h1>/.exec(page)![1]!

describe('labwright report', () => {
  it('puts several runs into one page', async () => {
    const cwd = folder({ 'a.json': good, 'b.json': bad })
    const said = await labwright(['report', 'a.json', 'b.json', '-o', 'out.html'], { cwd })
    expect(said).toEqual({ exit: 0, stdout: '', stderr: '' })
    expect(verdict(readFileSync(join(cwd, 'out.html'), 'utf8'))).toBe('bad">1 of 3 labs hold')
  })

  it('reads standard input, and writes standard output', async () => {
    const run = (...args: string[]) =>
      execa(process.execPath, [LABWRIGHT, 'report', ...args], { input: good })
    const [said, named] = await Promise.all([run(), run('-')])
    expect(verdict(said.stdout)).toBe('good">1 of 1 lab holds')
    expect(named.stdout).toBe(said.stdout)
  })

  it.each([
    ['nothing.json', "nothing.json can't be read", 'no such file'],
    ['escape.json', '"␛]0;x␇" is not valid JSON', '--reporter json'],
    ['text.json', 'text.json is no JSON', '--reporter json'],
    ['other.json', 'other.json is no document of a run', '→ at labs[0].title'],
    ['a.json -o no/out.html', "no/out.html can't be written", '--output'],
    ['a.json -o ./a.json', './a.json would write over a.json', 'Give --output another file'],
    ['- -', '- stands twice', 'read once'],
  ])('of %s is refused with what is wrong', async (args, wrong, more) => {
    const broken = JSON.parse(good)
    delete broken.labs[0].title
    const cwd = folder({
      'a.json': good,
      'text.json': 'x',
      'escape.json': '\x1b]0;x\x07',
      'other.json': JSON.stringify(broken),
    })
    const { exit, stdout, stderr } = await labwright(['report', ...args.split(' ')], { cwd })
    expect(stderr).toContain(wrong)
    expect(stderr).toContain(more)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
  })
})
