import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { block } from '../lab/lesson.ts'
import { folder, lab, labwright } from './labwright.ts'

const good = lab(block('console', 'host$ true'))

describe('a malformed call', () => {
  const cwd = (): string =>
    folder({ 'labs/veth/index.md': good, 'labs/other/notes.txt': 'no lab', 'labs/folder/index.md/a': '' })

  it.each([
    [['test', 'vteh'], "no lab 'vteh'", "Did you mean 'veth'?"],
    [['test', 'nothing-like-it'], "no lab 'nothing-like-it'", 'labwright list shows the labs'],
    [['test', './labs/folder'], "no lab './labs/folder'", 'no such folder with an index.md'],
    [['test', './labs/other'], "no lab './labs/other'", 'no such folder with an index.md'],
    [['clean', 'nope1'], "no machine 'nope1'", 'labwright list --machines shows them'],
    [['test', '--kep'], "unknown option '--kep'", 'Did you mean --keep?'],
    [['tset'], "unknown command 'tset'", 'Did you mean test?'],
    [['test', '--jobs', '0'], "option '-j, --jobs <n>' argument '0' is invalid", 'a whole number from 1'],
    [['test', '--jobs', '10000'], "argument '10000' is invalid", 'from 1 to 9999'],
    [['lint', '/dev/null'], "no lab '/dev/null'", 'labwright list'],
    [['test', '--jobs', 'two'], "option '-j, --jobs <n>' argument 'two' is invalid", 'a whole number from 1'],
    [['test', '--timeout', '20'], "argument '20' is invalid", '300ms, 20s or 2m'],
    [
      ['test', '--machine', 'cloud'],
      '--machine cloud: there is no such machine',
      'scratch, vm, browser, scratch:ID, vm:ID and host',
    ],
    [['check', 'veth', '--machine', 'vm'], '--machine vm: a new machine holds nothing to check', 'vm:ID'],
    [['check', 'veth', '--machine', 'browser'], 'a new machine holds nothing to check', 'of a page'],
    [['serve', '--machine', 'browser'], 'runs in the page itself', 'npm run build'],
    [['image', 'build', '--kind', 'browser', '--vm'], '--vm goes with --kind scratch', 'VMs start from'],
    [['image', 'build', '--docker'], '--docker goes with --kind browser', 'other machines have Docker'],
    [['test', '--reporter', 'fancy'], '--reporter fancy: there is no such reporter', 'pretty, json'],
    [['test', '--reporter', 'json='], 'no file stands after the =', '--reporter'],
    [
      ['test', '--reporter=json=labs/other/notes.txt/x.json'],
      "notes.txt/x.json can't be written",
      '--reporter',
    ],
    [
      ['test', '-r', 'pretty', '-r', 'json'],
      'pretty and json would both write to standard output',
      'json=FILE',
    ],
    [['check', 'veth', '--machine', 'scratch'], 'a new machine holds nothing to check', 'scratch:ID'],
    [['run', 'veth'], 'needs a terminal', 'labwright test veth'],
    [['lint', 'veth', '--sooner'], "unknown option '--sooner'", 'labwright --help'],
    [['image', 'remove', 'nosuch'], "no image 'nosuch'", 'labwright image list'],
  ])('%j is refused with what is wrong and what mends it', async (args, wrong, mend) => {
    const { exit, stdout, stderr } = await labwright(args, { cwd: cwd() })
    expect(stderr).toContain(wrong)
    expect(stderr).toContain(mend)
    expect(stdout).toBe('')
    expect(exit).toBe(2)
  })
})

describe('a machine that is not there', () => {
  it('is said with what to do, exit status 3', async () => {
    const cwd = folder({ 'labs/never-played/index.md': good })
    const [gone, none] = await Promise.all([
      labwright(['check', 'never-played', '--machine', 'scratch:nosuch'], { cwd }),
      labwright(['check', 'never-played'], { cwd }),
    ])
    expect(gone.stderr).toBe(
      "there is no scratch machine 'nosuch'\nmend: labwright list --machines shows those that live\n",
    )
    expect(none.stderr).toContain(
      'no machine of lab never-played lives\nmend: labwright run never-played makes one',
    )
    expect([gone.exit, none.exit]).toEqual([3, 3])
  })
})

describe('a malformed lesson', () => {
  it('is refused with its file, line and column, the text and the mend', async () => {
    const cwd = folder({
      'labs/good/index.md': good,
      'labs/bad/index.md': lab(block('console witin=5s', 'host$ true')),
    })
    const { exit, stdout, stderr } = await labwright(['test'], { cwd })
    expect(stderr).toMatch(/^labs\/bad\/index\.md:9:12: .*witin/)
    expect(stderr).toContain('```console witin=5s\n')
    expect(stderr).toContain('mend: ')
    expect(stdout).toBe('')
    expect(exit).toBe(2)
  })

  it.each([
    ['nothing', ''],
    ['no Markdown at all', '\0\x01\xff\0'],
    ['only frontmatter', '---\ntitle: T\n---\n'],
  ])('is refused when it is %s', async (_what, text) => {
    const { exit, stderr } = await labwright(['test', 'x.md'], { cwd: folder({ 'x.md': text }) })
    expect(stderr).toMatch(/^x\.md:\d+:\d+: /)
    expect(exit).toBe(2)
  })
})

describe('labs', () => {
  it('are found nowhere in a folder without labs', async () => {
    const { exit, stderr } = await labwright(['test'], { cwd: folder({ 'readme.md': 'x' }) })
    expect(stderr).toContain('no labs: there is no labs/ folder')
    expect(stderr).toContain('Name a lab by its path')
    expect(exit).toBe(2)
  })

  it('are called by name from a folder below, by folder, and by file, once each', async () => {
    const root = folder({ 'labs/one/index.md': good, 'labs/two/index.md': good, 'sub/loose.md': good })
    const cwd = join(root, 'sub')
    const args = ['lint', 'one', '../labs/one', join(root, 'labs/one/index.md'), 'loose.md']
    const { exit, stderr } = await labwright(args, { cwd })
    expect(stderr).toContain('2 labs: 0 errors')
    expect(exit).toBe(0)
  })
})

describe('help', () => {
  it('lists the commands and the exit statuses', async () => {
    const { exit, stdout } = await labwright(['--help'])
    for (const name of ['test', 'run', 'check', 'report', 'list', 'lint', 'new', 'image', 'doctor', 'clean'])
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
    expect(stdout).toContain('3 no machine could be had')
    expect(exit).toBe(0)
  })

  it('of a command lists its options', async () => {
    const { exit, stdout } = await labwright(['test', '--help'])
    for (const option of ['--machine', '--reporter', '--jobs', '--timeout', '--keep', '--bail', '--update'])
      expect(stdout).toContain(option)
    expect(exit).toBe(0)
  })

  it('tells the version', async () => {
    expect(await labwright(['--version'])).toEqual({
      exit: 0,
      stdout: `${packageJson.version}\n`,
      stderr: '',
    })
  })
})
