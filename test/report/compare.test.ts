import { describe, expect, it } from 'vitest'
import { placeFor, readPart, writePart } from '../../runner/report/between-marks.ts'
import { type Column, compareTable, differences } from '../../runner/report/compare.ts'
import type { RunResult } from '../../runner/report/run.ts'
import { FAILURE, labOfText } from './runs.ts'

const run = (part: Partial<RunResult>): RunResult => ({
  labs: [],
  failures: [],
  skipped: [],
  ok: true,
  ...part,
})

const COLUMNS: Column[] = [
  { title: 'root', run: run({ labs: [labOfText('one', true), labOfText('two')] }) },
  {
    title: 'user',
    run: run({
      labs: [labOfText('one', true)],
      skipped: [{ lab: 'two', file: 'two', reason: 'lab two requires root, and you are not: no namespaces' }],
    }),
  },
  { title: 'vm', run: run({ failures: [{ ...FAILURE, lab: 'one' }] }) },
]

describe('labs on several machines', () => {
  it('are a table: a row a lab, a column a machine', () => {
    expect(compareTable(COLUMNS).split('\n')).toEqual([
      expect.stringMatching(/^\| lab +\| +root \| +user \| +vm \|$/),
      expect.stringMatching(/^\| -+ \|( -+: \|){3}$/),
      expect.stringMatching(/^\| \[one\]\(one\/index.md\) \| +holds, 1 s \| +holds, 1 s \| no machine \|$/),
      expect.stringMatching(
        /^\| \[two\]\(two\/index.md\) \| falls short: one \| skipped: requires root \| not played \|$/,
      ),
    ])
  })

  it('differ where one does not hold, and not where it is skipped, which is told', () => {
    expect(differences(COLUMNS)).toEqual([
      'one on vm: no machine',
      'two on root: falls short: one',
      'two on vm: not played',
    ])
  })
})

describe('the part of a page that a command writes', () => {
  const page = `# A page\n\n${placeFor('labwright it')}\n\nEnd\n`

  it('is written and read between its two marks, and nothing else is touched', () => {
    const once = writePart(page, 'labwright it', 'one')!
    expect(readPart(once, 'labwright it')).toBe('one')
    const twice = writePart(once, 'labwright it', 'two')!
    expect(readPart(twice, 'labwright it')).toBe('two')
    expect(twice.startsWith('# A page\n')).toBe(true)
    expect(twice.endsWith('\n\nEnd\n')).toBe(true)
  })

  it('is nowhere in a page that has no marks of that command', () => {
    expect(writePart(page, 'labwright other', 'one')).toBeUndefined()
    expect(readPart('# A page', 'labwright it')).toBeUndefined()
  })
})
