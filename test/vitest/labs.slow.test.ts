import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lab, labwright } from '../cli/labwright.ts'
import { block } from '../lab/lesson.ts'
import { lessons, vitest, vitestJson } from './lessons.ts'

const step = (id: string, ...blocks: string[]): string =>
  `\n\n## Step ${id} {#${id}}\n\n${blocks.join('\n\n')}`
const good = lab(block('console', 'host$ hostname', '{host.name}'), 'Good')
/** Step One is in line 7, its command in line 10. */
const bad = lab(
  [
    block('console', 'host$ echo came', 'printed', 'host$ touch made', 'host$ false'),
    `- in a list\n\n  ${block('console', 'host$ echo a', 'b').replaceAll('\n', '\n  ')}`,
    block('check it cannot fail', 'host$ true'),
  ].join('\n\n') +
    step('two', block('console', 'host$ ls made', 'made')) +
    step('three', block('console', 'host$ echo three', 'drei')),
  'Bad',
)

describe('labs in Vitest', () => {
  it('are a file each, with a test for each step, at its heading; a step that falls short hides no other', async () => {
    const cwd = lessons({ 'labs/good/index.md': good, 'labs/bad/index.md': bad, 'labs/bad/index.fr.md': 'x' })
    const files = await vitestJson(cwd)
    const tests = Object.fromEntries(
      files.map(({ name, assertionResults }) => [
        name.slice(cwd.length + 1),
        assertionResults.map(({ ancestorTitles, title, status, location }) => [
          ...ancestorTitles,
          title,
          status,
          location!.line,
        ]),
      ]),
    )
    expect(tests).toEqual({
      'labs/good/index.md': [['good: Good', 'One', 'passed', 7]],
      'labs/bad/index.md': [
        ['bad: Bad', 'One', 'failed', 7],
        ['bad: Bad', 'Step two', 'passed', 27],
        ['bad: Bad', 'Step three', 'failed', 34],
      ],
    })
  })

  it('fail at the line of the Markdown, with the diff, once for everything that fell short', async () => {
    const cwd = lessons({ 'labs/bad/index.md': bad })
    const [file] = await vitestJson(cwd)
    const messages = file!.assertionResults.flatMap(({ failureMessages }) => failureMessages)
    expect(messages.map((message) => /\n {4}at (.*)$/.exec(message)![1])).toEqual(
      ['11:1', '13:1', '20:3', '23:1', '38:1'].map((place) => `${cwd}/labs/bad/index.md:${place}`),
    )
    expect(messages[0]).toContain('host$ echo came\n- printed\n+ came\n')
    expect(messages[3]).toContain('check: it cannot fail\nthis check holds before its step is played')
    const { stdout, stderr, exit } = await vitest(cwd, '--reporter=default')
    expect(stderr).toContain('❯ labs/bad/index.md:11:1\n')
    expect(stderr).toMatch(/11\| printed\n +\| \^\n/)
    expect(stdout).toContain('Tests  2 failed | 1 passed (3)')
    expect(exit).toBe(1)
  })

  it('that are malformed fail as a file, at what is wrong, and the others are played', async () => {
    const torn = lab(block('console witin=5s', 'host$ true'))
    const cwd = lessons({ 'labs/good/index.md': good, 'labs/torn/index.md': torn })
    const { stdout, stderr, exit } = await vitest(cwd)
    expect(stderr).toContain('labs/torn/index.md:9:12: `witin=5s` is no option of a console block.')
    expect(stderr).toContain('❯ labs/torn/index.md:9:12\n')
    expect(stdout).toContain('Test Files  1 failed | 1 passed (2)')
    expect(exit).toBe(1)
  })

  it('play the steps before a chosen one too, and say so where one of them falls short', async () => {
    const cwd = lessons({ 'labs/bad/index.md': bad })
    const [file] = await vitestJson(cwd, '-t', 'Step')
    expect(file!.assertionResults.map(({ title, status }) => [title, status])).toEqual([
      ['One', 'skipped'],
      ['Step two', 'passed'],
      ['Step three', 'failed'],
    ])
    expect(file!.assertionResults[2]!.failureMessages[0]).toContain(
      '"One", played before it, fell short too: labs/bad/index.md:7',
    )
  })

  it('are shared out by --shard, whole', async () => {
    const cwd = lessons({ 'labs/a/index.md': good, 'labs/b/index.md': good, 'labs/c/index.md': good })
    const shards = await Promise.all([vitestJson(cwd, '--shard=1/2'), vitestJson(cwd, '--shard=2/2')])
    const played = shards.map((files) => files.map(({ name }) => name.at(-10)))
    expect(played.map(({ length }) => length).sort()).toEqual([1, 2])
    expect(played.flat().sort()).toEqual(['a', 'b', 'c'])
  })

  it('take the seed and the time of a command from the plugin', async () => {
    const varied = lab(block('console', 'host$ echo {port}; sleep 60', '{port}')).replace(
      'minutes: 5',
      'minutes: 5\nvary: {port: 1000..9999}',
    )
    const cwd = lessons(
      { 'course/varied.md': varied },
      "{ include: ['course/*.md'], seed: 'seven', timeout: 300 }",
    )
    const [vitested] = (await vitestJson(cwd))[0]!.assertionResults[0]!.failureMessages
    expect(vitested).toContain('it had not ended after 0.3 s')
    expect(vitested).toContain("labwright({ seed: 'seven' }) gives the same values again")
    const { stdout } = await labwright(
      ['test', 'course/varied.md', '--seed', 'seven', '--timeout', '300ms'],
      { cwd },
    )
    const [typed] = /host\$ echo \d{4}; sleep 60/.exec(stdout)!
    expect(vitested).toContain(typed)
  })
})

describe('vitest -u', () => {
  const drifted = lab(
    [
      block('console', 'host$ printf "id 4f2a\\nb\\nc\\nnew\\n"', 'id {id:hex}', '...', 'old'),
      block('console unordered', 'host$ printf "x {/y/}\\ny\\n"', 'y', '{*} {*}'),
    ].join('\n\n') + step('two', block('console', 'host$ echo {id} fresh; (exit 3)', '{id} stale', '[4]')),
  )

  it('writes what labwright test --update writes, and changes nothing the second time', async () => {
    const cwd = lessons({ 'labs/drifted/index.md': drifted, 'copy/drifted.md': drifted })
    const text = (file: string): string => readFileSync(join(cwd, file), 'utf8')
    const first = await vitest(cwd, '-u')
    expect(first.stderr).toContain('updated ')
    expect(first.exit).toBe(1)
    const accepted = text('labs/drifted/index.md')
    expect(accepted).toContain('\nid {id:hex}\n...\n```\n')
    expect(accepted).toContain('host$ echo {id} fresh; (exit 3)\n{id} fresh\n[3]\n')
    expect(accepted).toContain('```console unordered\n')

    await labwright(['test', '--update', 'copy/drifted.md'], { cwd })
    expect(text('copy/drifted.md')).toBe(accepted)

    expect((await vitest(cwd, '-u')).exit).toBe(0)
    expect((await labwright(['test', '--update', 'copy/drifted.md'], { cwd })).exit).toBe(0)
    expect([text('labs/drifted/index.md'), text('copy/drifted.md')]).toEqual([accepted, accepted])
  })

  it('accepts what came of the chosen steps alone', async () => {
    const cwd = lessons({ 'labs/drifted/index.md': drifted })
    await vitest(cwd, '-u', '-t', 'Step two')
    const text = readFileSync(join(cwd, 'labs/drifted/index.md'), 'utf8')
    expect(text).toContain('\n...\nold\n')
    expect(text).toContain('\n[3]\n')
  })

  it('leaves a lesson alone that was edited meanwhile', async () => {
    const cwd = lessons({
      'labs/drifted/index.md': drifted.replace('host$ printf "x', 'host$ sleep 2; printf "x'),
    })
    const file = join(cwd, 'labs/drifted/index.md')
    const run = vitest(cwd, '-u')
    const { livingMachines } = await import('../../runner/machine/scratch/clean.ts')
    while (!livingMachines().some(({ state }) => state.lab === 'drifted'))
      await new Promise((resolve) => setTimeout(resolve, 20))
    const edited = `${readFileSync(file, 'utf8')}\nMore prose.\n`
    writeFileSync(file, edited)
    expect((await run).stderr).toContain('was edited meanwhile')
    expect(readFileSync(file, 'utf8')).toBe(edited)
  })
})

describe('labs on the host', () => {
  const cleaned = lab(
    [block('console', 'host$ echo on the host', 'on the host'), block('cleanup', 'host$ true')].join('\n\n'),
  )

  it('are refused where nobody said yes', async () => {
    const { stderr, exit } = await vitest(lessons({ 'labs/a/index.md': cleaned }, "{ machine: 'host' }"))
    expect(stderr).toContain('Say `yes: true` beside it')
    expect(exit).toBe(1)
  })

  it('have a test for what they leave', async () => {
    const cwd = lessons({ 'labs/a/index.md': cleaned }, "{ machine: 'host', yes: true }")
    const [file] = await vitestJson(cwd)
    expect(file!.assertionResults.map(({ title, status }) => [title, status])).toEqual([
      ['One', 'passed'],
      ['cleanup', 'passed'],
    ])
  })
})
