import { join } from 'node:path'
import { execa } from 'execa'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { junitReporter } from '../../runner/report/junit.ts'
import { printable } from '../../runner/report/printable.ts'
import type { RunResult } from '../../runner/report/run.ts'
import { Paper } from './play-on-host.ts'
import { FAILURE, labOfText, NASTY, played, tell } from './runs.ts'

const SCHEMA = join(import.meta.dirname, 'junit.xsd')

const documentOf = (run: RunResult): string => {
  const paper = new Paper()
  tell(
    junitReporter(paper, () => Date.UTC(2026, 10, 21, 5, 4, 3)),
    run,
  )
  return paper.text
}

/** What xmllint says against a document; nothing where it is valid. */
const complaints = async (document: string): Promise<string> => {
  const args = ['--noout', '--nonet', '--schema', SCHEMA, '-']
  const { stderr, exitCode } = await execa('xmllint', args, { input: document, reject: false })
  return exitCode === 0 ? '' : stderr
}

/** A value of a document, as an XML parser reads it. */
const read = async (document: string, xpath: string): Promise<string> =>
  (await execa('xmllint', ['--xpath', xpath, '-'], { input: document })).stdout

describe('JUnit XML', () => {
  it('is a suite for each lab and a case for each step, with what fell short', async () => {
    const document = documentOf({ labs: [await played()], failures: [FAILURE], skipped: [], ok: false })
    expect(await complaints(document)).toBe('')
    const says = {
      'count(//testsuite)': '2',
      'string(//testsuite[1]/@name)': 'demo',
      'string(//testsuite[1]/@timestamp)': '2026-11-21T05:04:03',
      'concat(//testsuite[1]/@tests, //testsuite[1]/@failures, //testsuite[1]/@errors)': '210',
      'string(//property[@name="seed"]/@value)': 's',
      'string(//testcase[1]/@name)': 'One',
      'string(//testcase[1]/@classname)': 'demo',
      'number(//testcase[1]/@time) > 0': 'true',
      'string(//testcase[1]/failure/@message)': 'labs/demo/index.md:15: host$ printf "a\\nc & <d>\\n" |',
      'count(//testcase[2]/*)': '0',
      'string(//testcase[2]/@name)': 'Two, 100 %',
      'string(//testsuite[2]/testcase/error/@message)': 'it is away',
      'concat(//testsuite[2]/@tests, //testsuite[2]/@failures, //testsuite[2]/@errors)': '101',
    }
    const found = await Promise.all(Object.keys(says).map((xpath) => read(document, xpath)))
    expect(Object.fromEntries(Object.keys(says).map((xpath, index) => [xpath, found[index]]))).toEqual(says)
    const failure = await read(document, 'string(//failure)')
    expect(failure).toContain('\n- b\n+ c & <d>')
    expect(failure).toMatch(/\n\nlabs\/demo\/index\.md:19\ncheck: nothing is there\n[\s\S]*- \/nothing-there/)
    expect(await read(document, 'string(//testsuite[1]/system-out)')).toContain(
      'host$ printf "a\\nc & <d>\\n" |\n> cat\na\nc & <d>\nhost$ echo two\ntwo',
    )
  })

  it('says of a lab that was set up badly, or left something behind, that it fell short', async () => {
    const lab = { ...labOfText('x', true), ok: false, left: ['+ link veth0'] }
    const document = documentOf({ labs: [lab], failures: [], skipped: [], ok: false })
    expect(await read(document, 'string(//testcase[failure]/@name)')).toBe('cleanup')
    expect(await read(document, 'string(//failure)')).toContain('left behind\n+ link veth0\nmend:')
    const setup = labOfText('x', true)
    setup.setup[0]!.ok = false
    const other = documentOf({ labs: [setup], failures: [], skipped: [], ok: false })
    expect(await read(other, 'string(//testcase[failure]/@name)')).toBe('setup')
  })

  it('is valid whatever is in it, and says all of it that XML can', async () => {
    const failure = { ...FAILURE, reason: NASTY, lab: NASTY }
    const document = documentOf({ labs: [labOfText(NASTY)], failures: [failure], skipped: [], ok: false })
    expect(await complaints(document)).toBe('')
    expect(await read(document, 'string(//property[@name="seed"]/@value)')).toBe(printable(NASTY))
    expect(await read(document, 'string(//failure)')).toContain(printable(NASTY))
    expect(await read(document, 'count(//b)')).toBe('0')
  })

  it('is valid for any text', async () => {
    // A name must not be blank: a lab's and a step's never are.
    const text = fc
      .string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 40 })
      .map((some) => `x${some}`)
    const labs = fc.sample(text, 200).map((some) => labOfText(some))
    expect(await complaints(documentOf({ labs, failures: [], skipped: [], ok: false }))).toBe('')
  })
})

describe('the schema', () => {
  const good = documentOf({ labs: [labOfText('x')], failures: [FAILURE], skipped: [], ok: false })

  it.each([
    ['a count below zero', 'tests="3"', 'tests="-3"'],
    ['a suite without its time', / time="1\.234"| time="1\.235"/, ''],
    ['a time in words', 'time="0.099"', 'time="99 ms"'],
    ['two suites of one id', 'id="1"', 'id="0"'],
    ['an attribute nobody knows', '<testcase ', '<testcase line="3" '],
    ['an element nobody knows', '<system-err/>', '<stderr/>'],
    ['a character that XML forbids', 'left behind', 'left\x1bbehind'],
  ])('refuses %s', async (_what, from, to) => {
    expect(await complaints(good)).toBe('')
    const bad = good.replace(from, to)
    expect(bad).not.toBe(good)
    expect(await complaints(bad)).not.toBe('')
  })
})
