import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { PLACE } from '../../runner/mutate/score-table.ts'
import { survivorItem } from '../../runner/mutate/survivors.ts'
import { block } from '../lab/lesson.ts'
import { folder, lab, labwright } from './labwright.ts'

/** The last two commands can be left out, and the check is content with any text. */
const LESSON = lab(
  [
    block('console', 'host$ echo kept > /root/note', 'host$ cat /root/note', 'kept'),
    block('console', 'host$ touch /root/unseen', 'host$ rm /root/none', '...', '[1]'),
    block('check the note is there', 'host$ test -s /root/note'),
  ].join('\n\n'),
)

const UNSEEN = 'without touch /root/unseen'

interface Mutant {
  kind: string
  line: number
  change: string
  outcome: string
  why?: string | null
  perhaps?: string
}

it('says what slips through a lab, with its place and a reason, and writes the table', async () => {
  const cwd = folder({
    'labs/tiny/index.md': LESSON,
    'labs/README.md': `# Labs\n\n${PLACE}\n`,
    'labs/survivors.md': `## tiny\n\n${survivorItem(UNSEEN, 'nobody needs it')}\n`,
  })
  const { exit, stdout, stderr } = await labwright(['mutate', '--json', '--write', 'labs/README.md'], { cwd })
  const { labs, all } = JSON.parse(stdout)
  const mutants: Mutant[] = labs[0].mutants
  const of = (outcome: string) =>
    mutants.filter((each) => each.outcome === outcome).map(({ change }) => change)
  expect(of('survived')).toEqual([UNSEEN, 'touch /root/unseen → touch /root/unsene'])
  expect(of('look')).toEqual(['without cat /root/note'])
  expect(of('refused')).toEqual(['without rm /root/none', 'rm /root/none → rm /root/noen'])
  expect(of('caught')).toEqual([
    ...[
      'without echo kept > /root/note',
      'echo kept > /root/note → echo kepT > /root/note'.replace('kepT', 'ketp'),
    ],
    'echo kept > /root/note → echo kept > /root/noet',
    ...['cat /root/note → cat /root/noet', 'kept under cat /root/note'],
    ...['... under rm /root/none', '[1] under rm /root/none'],
  ])
  const [touch] = mutants.filter(({ outcome }) => outcome === 'survived')
  expect(touch).toMatchObject({
    kind: 'command',
    line: LESSON.split('\n').indexOf('host$ touch /root/unseen') + 1,
  })
  expect(touch).toMatchObject({ why: 'nobody needs it', perhaps: expect.stringContaining('no check') })
  expect(all).toMatchObject({
    command: { caught: 1, counted: 2 },
    argument: { caught: 3, counted: 4 },
    looks: 1,
    refused: 2,
  })
  expect(readFileSync(join(cwd, 'labs/README.md'), 'utf8')).toMatch(
    /\| \[tiny\]\(tiny\/index\.md\) \| +1\/2 \| +3\/4 \| +3\/3 \| 77\.7 % \| +1 \| +2 \|/,
  )
  expect(stderr).toContain('nobody needs it')
  expect(stderr).toContain('77.7 %, below 95 %')
  expect(exit).toBe(1)
})

it('takes the kinds and the score that are asked for, and tells nothing of a lab that does not hold', async () => {
  const broken = lab(block('console', 'host$ echo one', 'two'))
  const cwd = folder({ 'labs/tiny/index.md': LESSON, 'labs/broken/index.md': broken })
  const lines = await labwright(['mutate', 'tiny', '--kinds', 'line', '--at-least', '100', '--jobs', '1'], {
    cwd,
  })
  expect(lines).toMatchObject({ exit: 0, stdout: expect.stringContaining('3 of 3 noticed, 100.0 %') })
  const fault = await labwright(['mutate', 'broken', '--at-least', '0'], { cwd })
  expect(fault).toMatchObject({
    exit: 1,
    stdout: expect.stringContaining('labs/broken/index.md:11: falls short as it is'),
  })
  const calls = [
    ['--kinds', 'prose'],
    ['--at-least', '101'],
    ['--write', 'labs/tiny/index.md'],
    ['--write', 'nowhere'],
  ]
  for (const call of calls) expect((await labwright(['mutate', 'tiny', ...call], { cwd })).exit).toBe(2)
})
