/**
 * JUnit XML, as CI servers read it. There is no standard: this keeps to what the schemas of Ant's (Windy Road) and of Jenkins'
 * xUnit plugin both take. Each lab is a testsuite, each step a testcase; a lab that had no machine is an error.
 */
import type { CommandResult, LabResult } from '../play/result.ts'
import { type Case, casesOf, faultLine, faultText } from './cases.ts'
import type { Reporter, Sink } from './reporter.ts'
import type { Failure, RunResult, Skipped } from './run.ts'
import { element, inXml } from './xml.ts'

/** @param clock milliseconds since 1970; a suite says when it began */
export const junitReporter = (sink: Sink, clock: () => number = Date.now): Reporter => {
  const began = new Map<string, number>()
  const first = clock()
  const timestamp = (file: string): string =>
    new Date(began.get(file) ?? first).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length)
  return {
    event({ type, lab }) {
      if (type === 'lab-started') began.set(lab.file, clock())
    },
    end(run) {
      sink.write(document(run, timestamp))
    },
  }
}

const document = ({ labs, failures, skipped }: RunResult, timestamp: (file: string) => string): string => {
  const suites = [
    ...labs.map((lab, id) => labSuite(lab, id, timestamp(lab.file))),
    ...failures.map((failure, index) => failureSuite(failure, labs.length + index, timestamp(failure.file))),
    ...skipped.map((skip, index) =>
      skippedSuite(skip, labs.length + failures.length + index, timestamp(skip.file)),
    ),
  ]
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites, '</testsuites>', ''].join('\n')
}

const labSuite = (lab: LabResult, id: number, timestamp: string): string => {
  const cases = casesOf(lab)
  return suite({
    id,
    name: lab.lab,
    timestamp,
    hostname: lab.machine.facts['host.name'] || 'localhost',
    ms: lab.ms,
    properties: {
      title: lab.title,
      file: lab.file,
      version: lab.version,
      seed: lab.seed,
      machine: `${lab.machine.kind} ${lab.machine.id}`,
    },
    cases: cases.map((each) => testcase(lab.lab, each)),
    tests: cases.length,
    failures: cases.filter(({ faults }) => faults.length > 0).length,
    errors: 0,
    output: [...lab.setup, ...lab.steps.flatMap(({ commands }) => commands), ...lab.cleanup]
      .map(transcript)
      .join(''),
  })
}

const failureSuite = (failure: Failure, id: number, timestamp: string): string => {
  const { file, reason, mend } = failure
  const message = inXml(`${file}\n${reason}\nmend: ${mend}`)
  return unplayedSuite(failure, {
    id,
    timestamp,
    title: 'machine',
    outcome: element('error', { message: reason, type: 'machine' }, message),
    errors: 1,
  })
}

const skippedSuite = (skip: Skipped, id: number, timestamp: string): string =>
  unplayedSuite(skip, {
    id,
    timestamp,
    title: 'lab',
    outcome: element('skipped', {}),
    skipped: 1,
    properties: { file: skip.file, skipped: skip.reason },
  })

type Unplayed = Pick<Suite, 'id' | 'timestamp'> & Partial<Suite> & { title: string; outcome: string }

/** A lab that was not played: a suite of one case, which says why. */
const unplayedSuite = ({ lab, file }: Skipped, { title, outcome, ...own }: Unplayed): string =>
  suite({
    name: lab,
    hostname: 'localhost',
    ms: 0,
    properties: { file },
    cases: [element('testcase', { name: title, classname: lab, time: seconds(0) }, outcome)],
    tests: 1,
    failures: 0,
    errors: 0,
    output: '',
    ...own,
  })

interface Suite {
  id: number
  name: string
  timestamp: string
  hostname: string
  ms: number
  properties: Record<string, string>
  cases: string[]
  tests: number
  failures: number
  errors: number
  skipped?: number
  output: string
}

const suite = ({
  id,
  name,
  timestamp,
  hostname,
  ms,
  properties,
  cases,
  output,
  ...counts
}: Suite): string => {
  const { tests, failures, errors, skipped = 0 } = counts
  const about = { id, name, package: name, timestamp, hostname, tests, failures, errors, skipped }
  const said = Object.entries(properties).map(([name, value]) => element('property', { name, value }))
  return element('testsuite', { ...about, time: seconds(ms) }, [
    element('properties', {}, said),
    ...cases,
    element('system-out', {}, inXml(output)),
    element('system-err', {}),
  ])
}

/** One failure for everything that fell short in it: a second one in a testcase is read by few. */
const testcase = (lab: string, { title, ms, faults }: Case): string => {
  const [first] = faults
  const failure =
    first &&
    element(
      'failure',
      { message: faultLine(first), type: 'fell short' },
      inXml(faults.map(faultText).join('\n\n')),
    )
  return element('testcase', { name: title, classname: lab, time: seconds(ms) }, failure)
}

const transcript = ({ terminal, command, output }: CommandResult): string =>
  `${terminal}$ ${command.replaceAll('\n', '\n> ')}\n${output === '' || output.endsWith('\n') ? output : `${output}\n`}`

const seconds = (ms: number): string => (ms / 1000).toFixed(3)
