import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { LabResult } from '../../runner/play/result.ts'
import type { RunResult } from '../../runner/report/run.ts'
import { tapReporter } from '../../runner/report/tap.ts'
import { folder } from '../cli/labwright.ts'
import { Paper } from './play-on-host.ts'
import { FAILURE, labOfText, NASTY, played, tell } from './runs.ts'

const tapOf = (run: RunResult): string => {
  const paper = new Paper()
  tell(tapReporter(paper), run)
  return paper.text
}

const prove = async (tap: string): Promise<{ exit: number | undefined; said: string }> => {
  const cwd = folder({ 'run.tap': tap })
  const { exitCode, all } = await execa('prove', ['--exec', 'cat', '--verbose', 'run.tap'], {
    cwd,
    all: true,
    reject: false,
  })
  return { exit: exitCode, said: all }
}

/** What Perl's own parser of TAP makes of it: a line for each point, the YAML blocks it read, what it complains of. */
const PERL = `
use strict; use warnings; use TAP::Parser; use JSON::PP;
binmode(STDOUT, ':raw');
my $parser = TAP::Parser->new({ source => $ARGV[0] });
my (@points, @blocks, @other);
while (my $result = $parser->next) {
  if ($result->is_test) { push @points, [$result->is_ok ? 1 : 0, $result->description, $result->directive] }
  elsif ($result->is_yaml) { push @blocks, $result->data }
  elsif ($result->is_unknown) { push @other, $result->raw }
}
print JSON::PP->new->encode({ points => \\@points, blocks => \\@blocks, other => \\@other,
  errors => [$parser->parse_errors], version => $parser->version });
`
interface Read {
  points: [number, string, string][]
  blocks: { severity: string; at: { file: string; line: string }; message: string }[]
  other: string[]
  errors: string[]
  version: number
}
const readByPerl = async (tap: string): Promise<Read> => {
  const cwd = folder({ 'read.pl': PERL })
  writeFileSync(join(cwd, 'run.tap'), tap)
  const { stdout } = await execa('perl', ['read.pl', 'run.tap'], { cwd })
  return JSON.parse(stdout)
}

/** The YAML blocks, as a parser of all of YAML reads them. */
const blocksOf = (tap: string): Read['blocks'] =>
  [...tap.matchAll(/^ {2}---\n([\s\S]*?)^ {2}\.\.\.$/gm)].map(([, text]) => parse(text!))

const holds = (name: string): LabResult => labOfText(name, true)

describe('TAP', () => {
  it('of labs that hold is accepted by prove', async () => {
    const tap = tapOf({ labs: [holds('a'), holds('b')], failures: [], skipped: [], ok: true })
    const { exit, said } = await prove(tap)
    expect(said).toContain('ok 2 - a: a\n')
    expect(said).toMatch(/Tests=6,.*\nResult: PASS/s)
    expect(exit).toBe(0)
  })

  it('of labs that fell short is refused by it, with the points that are not ok', async () => {
    const tap = tapOf({ labs: [await played(), holds('b')], failures: [FAILURE], skipped: [], ok: false })
    const { exit, said } = await prove(tap)
    expect(said).toContain('Failed tests:  1, 6\n')
    expect(said).toContain('Failed 2/6 subtests')
    expect(said).not.toContain('Parse errors')
    expect(exit).toBe(1)
  })

  it('says where and why in a YAML block', async () => {
    const tap = tapOf({ labs: [await played()], failures: [FAILURE], skipped: [], ok: false })
    const { points, blocks, errors, other, version } = await readByPerl(tap)
    expect({ errors, other, version }).toEqual({ errors: [], other: [], version: 13 })
    expect(points.map(([ok, title]) => [ok, title])).toEqual([
      [0, '- demo: One'],
      [1, '- demo: Two, 100 %'],
      [0, '- far: machine'],
    ])
    expect(blocks).toHaveLength(2)
    expect(blocks[0]).toMatchObject({ severity: 'fail', at: { file: 'labs/demo/index.md', line: '15' } })
    expect(blocks[0]!.message).toContain('labs/demo/index.md:15\nhost$ printf "a\\nc & <d>\\n" |\ncat\n')
    expect(blocks[0]!.message).toContain('\n- b\n+ c & <d>')
    expect(blocks[1]).toMatchObject({
      severity: 'error',
      message: expect.stringContaining('mend: labwright'),
    })
  })

  it('holds whatever was printed: no line of it is taken for a point, a directive or an end', async () => {
    const text = `${NASTY}\nnot ok 1 - mine\n1..7\nBail out!\nok 2 # SKIP`
    const tap = tapOf({
      labs: [labOfText(text)],
      failures: [{ ...FAILURE, reason: text }],
      skipped: [],
      ok: false,
    })
    const { points, blocks, errors, other } = await readByPerl(tap)
    expect({ errors, other }).toEqual({ errors: [], other: [] })
    expect(points.map(([ok, , directive]) => [ok, directive])).toEqual(Array(4).fill([0, '']))
    expect(blocks).toHaveLength(4)
    const whole = blocksOf(tap)
    // To Perl's reader, a tab at the beginning of a line is a blank.
    expect(whole.map(({ message }) => message.replaceAll('\n\t', '\n ').trimEnd())).toEqual(
      blocks.map(({ message }) => message.trimEnd()),
    )
    expect(whole[3]!.message).toContain('\n\n  blanks\n...\n---\nkey: value\n')
  })

  it('that is cut short by a signal is no success', async () => {
    const paper = new Paper()
    const reporter = tapReporter(paper)
    reporter.stopped!()
    const { exit, said } = await prove(paper.text)
    expect(said).toContain('Bail')
    expect(exit).not.toBe(0)
  })
})
