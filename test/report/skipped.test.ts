import { describe, expect, it } from 'vitest'
import { githubReporter } from '../../runner/report/github.ts'
import { htmlPage } from '../../runner/report/html.ts'
import { junitReporter } from '../../runner/report/junit.ts'
import { prettyReporter } from '../../runner/report/pretty.ts'
import type { Reporter, Sink } from '../../runner/report/reporter.ts'
import type { RunResult } from '../../runner/report/run.ts'
import { tapReporter } from '../../runner/report/tap.ts'
import { Paper } from './play-on-host.ts'
import { tell } from './runs.ts'

const RUN: RunResult = {
  labs: [],
  failures: [],
  skipped: [{ lab: 'deep', file: 'labs/deep/index.md', reason: 'lab deep requires root, and you are # not' }],
  ok: false,
}

const told = (make: (sink: Sink) => Reporter): string => {
  const paper = new Paper()
  tell(make(paper), RUN)
  return paper.text
}

describe('a lab that this kind of machine can not play is said to be skipped, and why', () => {
  it('to people', () => {
    const text = told((sink) => prettyReporter(sink, { together: false }))
    expect(text).toContain('deep  labs/deep/index.md\n  - skipped: lab deep requires root')
    expect(text).toContain('0 of 0 labs hold, 1 skipped')
  })

  it('in JUnit', () => {
    const text = told(junitReporter)
    expect(text).toMatch(/<testsuite [^>]*name="deep"[^>]* tests="1" failures="0" errors="0" skipped="1"/)
    expect(text).toMatch(/<testcase name="lab"[^>]*>\s*<skipped\s*\/>/)
    expect(text).toContain('requires root')
  })

  it('in TAP', () => {
    expect(told(tapReporter)).toContain(
      'ok 1 - deep # SKIP lab deep requires root, and you are # not\n1..1\n',
    )
  })

  it('to GitHub', () => {
    expect(told(githubReporter)).toBe(
      '::notice file=labs/deep/index.md,line=1,title=deep%3A skipped::lab deep requires root, and you are # not\n',
    )
  })

  it('in the page of a run', () => {
    expect(htmlPage(RUN)).toContain('<p>Skipped: lab deep requires root, and you are # not</p>')
    expect(htmlPage(RUN)).toContain('0 of 0 labs hold, 1 skipped')
  })
})
