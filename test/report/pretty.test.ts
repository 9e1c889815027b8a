import { describe, expect, it } from 'vitest'
import { prettyReporter } from '../../runner/report/pretty.ts'
import { block } from '../lab/lesson.ts'
import { Paper, playOnHost, resultsOf } from './play-on-host.ts'

const good = [block('console', 'host$ echo one', 'one')].join('\n')
const bad = [
  block('console', 'host$ printf "one\\ntwo\\n"', 'one', 'three', 'host$ (exit 3)', 'host$ (exit 3)', '[4]'),
  block('check the root is there', 'host$ test -d /'),
  block('check nothing is there', 'host$ ls /nothing-there', '/nothing-there'),
].join('\n')

const failure = { lab: 'far', file: 'labs/far/index.md', reason: 'it is away', mend: 'labwright doctor' }

describe('a lab that holds', () => {
  it('is a line a step, and the verdict', async () => {
    const paper = new Paper()
    const reporter = prettyReporter(paper, { together: false })
    const events = await playOnHost(good)
    for (const event of events) reporter.event!(event)
    reporter.end({ labs: resultsOf(events), failures: [], skipped: [], ok: true })
    expect(paper.text).toMatch(
      /^\ndemo {2}T {2}labs\/demo\/index\.md\n {2}✓ One \d\.\d s\n {2}✓ holds 1 step, 1 command, 0 checks, \d\.\d s, host host\n\n1 of 1 lab holds\n$/,
    )
  })
})

describe('what falls short', () => {
  it('names its file and line, and tells what was typed and why', async () => {
    const paper = new Paper()
    const reporter = prettyReporter(paper, { together: false })
    for (const event of await playOnHost(bad)) reporter.event!(event)
    const places = [...paper.text.matchAll(/^ {4}✗ (\S+)$/gm)].map(([, place]) => place)
    expect(places).toEqual([12, 13, 15, 17, 22].map((line) => `labs/demo/index.md:${line}`))
    expect(paper.text).toContain(
      '      host$ printf "one\\ntwo\\n"\n        one\n      - three\n      + two\n',
    )
    expect(paper.text).toContain('      The exit status is 3; 4 was expected.\n')
    expect(paper.text).toContain(
      '      check: the root is there\n      this check holds before its step is played',
    )
    expect(paper.text).toContain('✗ fell short')
    expect(paper.text).toContain(', seed s\n')
  })

  it('names the file of a lab that had no machine, and the mend', () => {
    const paper = new Paper()
    const reporter = prettyReporter(paper, { together: true })
    reporter.failed!(failure)
    reporter.end({ labs: [], failures: [failure], skipped: [], ok: false })
    expect(paper.text).toBe(
      '\nfar  labs/far/index.md\n  ✗ no machine: it is away\n    mend: labwright doctor\n\n0 of 1 lab holds\n',
    )
  })

  it('names what was left behind', async () => {
    const events = await playOnHost(good)
    const last = events.at(-1)!
    if (last.type !== 'lab-ended') throw new Error('no result')
    const paper = new Paper()
    const left = ['+ link veth0', '- route default']
    prettyReporter(paper, { together: false }).event!({
      ...last,
      result: { ...last.result, left, ok: false },
    })
    expect(paper.text).toContain(
      '    ✗ labs/demo/index.md\n      left behind\n      + link veth0\n      - route default\n      mend: undo it in a cleanup block\n',
    )
  })
})

describe('two labs at once', () => {
  it('keep their lines together', async () => {
    const [one, two] = await Promise.all([playOnHost(bad, 'one.md'), playOnHost(bad, 'two.md')])
    const paper = new Paper()
    const reporter = prettyReporter(paper, { together: true })
    for (const [index, event] of one.entries()) {
      reporter.event!(event)
      reporter.event!(two[index]!)
    }
    const owners = [...paper.text.matchAll(/(one|two)\.md/g)].map(([, owner]) => owner)
    expect(owners.length).toBeGreaterThan(10)
    expect(owners.join(' ')).toMatch(/^(one )+(two ?)+$/)
  })

  it('that lose their machine still show what they found before', async () => {
    const events = await playOnHost(bad, 'labs/far/index.md')
    const paper = new Paper()
    const reporter = prettyReporter(paper, { together: true })
    for (const event of events) if (event.type !== 'lab-ended') reporter.event!(event)
    expect(paper.text).toBe('')
    reporter.failed!(failure)
    expect(paper.text).toContain('labs/far/index.md:13')
    expect(paper.text).toContain('machine lost: it is away')
  })
})

describe('colour and progress', () => {
  it('are there on a terminal, and the last progress line is wiped away', async () => {
    const paper = new Paper({ live: true, color: true })
    const reporter = prettyReporter(paper, { together: false })
    const events = await playOnHost(bad)
    for (const event of events) reporter.event!(event)
    reporter.end({ labs: resultsOf(events), failures: [], skipped: [], ok: false })
    expect(paper.text).toContain('\r\x1b[Kdemo: One')
    expect(paper.text).toContain('\x1b[31m✗\x1b[39m')
    const shown = paper.text.split('\n').at(-1)!
    expect(shown).toBe('')
    expect(paper.text.lastIndexOf('demo: host$')).toBeLessThan(paper.text.lastIndexOf('\r\x1b[K'))
  })

  it('are not there elsewhere', async () => {
    const paper = new Paper()
    const reporter = prettyReporter(paper, { together: false })
    for (const event of await playOnHost(bad)) reporter.event!(event)
    reporter.stopped!()
    expect(paper.text).not.toMatch(/[\x1b\r]/)
    expect(paper.text).toMatch(/\nstopped\n$/)
  })
})
