import type { LabResult } from '../../runner/play/result.ts'
import type { Reporter } from '../../runner/report/reporter.ts'
import type { Failure, RunResult } from '../../runner/report/run.ts'
import { block, labOf, lesson } from '../lab/lesson.ts'
import { playOnHost, resultsOf } from './play-on-host.ts'

/** Holds, and falls short in a command of two lines and in a check; the step is in line 8, the command in line 10. */
export const BODY = [
  block('console', 'host$ echo one', 'one', 'host$ printf "a\\nc & <d>\\n" |', '> cat', 'a', 'b'),
  block('check nothing is there', 'host$ ls /nothing-there', '/nothing-there'),
  '',
  '## Two, 100 % {#two}',
  block('console', 'host$ echo two', 'two'),
].join('\n')

/** What came of it on this computer. */
export const played = async (body = BODY): Promise<LabResult> => resultsOf(await playOnHost(body))[0]!

export const FAILURE: Failure = {
  lab: 'far',
  file: 'labs/far/index.md',
  reason: 'it is away',
  mend: 'labwright doctor',
}

/** Everything that reporters stumble over: markup, directives, control characters, half a character, a line end of Windows. */
export const NASTY =
  '</failure>]]><!-- <b onclick="x">\'&amp; # TODO \\ %0A ::error::\n\n  blanks\n...\n---\nkey: value\n' +
  '\t\0\x01\x08\x0b\x0c\x1b[31mred\x1b[0m\x7f\x9b\ufffe\uffff\ud800 ünï 🐳\r\nend: '

/** A lab that fell short, with this text wherever there can be any. */
export const labOfText = (text: string, ok = false): LabResult => {
  const place = { file: `labs/${text}/index.md`, line: 10 }
  const command = { ...place, terminal: 'host', command: text, exit: 0, output: text, ms: 12, ok: true }
  const short = { ...command, ok: false, expected: text, reason: text, at: 11 }
  const check = { ...place, kind: 'check' as const, title: text, before: false, after: ok, ok }
  const commands = ok ? [command] : [command, short]
  return {
    lab: text,
    title: text,
    file: place.file,
    version: '0123456789ab',
    machine: { kind: 'scratch', id: 'abc12', facts: { 'host.name': text } },
    seed: text,
    ok,
    ms: 1234.5,
    steps: [{ id: 'one', title: text, ...place, ok, ms: 99, commands, checks: [{ ...check, reason: text }] }],
    setup: commands,
    cleanup: commands,
    left: ok ? [] : [`+ link ${text}`],
  }
}

/** Tells a reporter of a run, lab by lab. */
export const tell = (reporter: Reporter, { labs, failures, skipped, ok }: RunResult): void => {
  const lab = labOf(lesson(block('console', 'host$ true')))
  for (const result of labs) {
    reporter.event?.({ type: 'lab-started', lab: { ...lab, name: result.lab, file: result.file } })
    reporter.event?.({ type: 'lab-ended', lab, result })
  }
  for (const failure of failures) reporter.failed?.(failure)
  for (const skip of skipped) reporter.skipped?.(skip)
  reporter.end({ labs, failures, skipped, ok })
}
