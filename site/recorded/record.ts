/** Plays the labs (all, or those that are named) and keeps what they printed: `npm run record`. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Lab } from '../../runner/lab/lab.ts'
import type { LabResult } from '../../runner/play/result.ts'
import type { RunResult } from '../../runner/report/run.ts'
import { courseOrder } from '../markdown/course.ts'
import { readLab } from '../markdown/lesson-page.ts'
import type { Recording } from './recording.ts'

/** Characters that are kept of one output. */
const LIMIT = 16 * 1024

const named = process.argv.slice(2)
const labs = named.length > 0 ? named : courseOrder()
const result = await play(labs)
const bad = result.labs.filter(({ ok }) => !ok).map(({ lab }) => lab)
const missing = result.failures.map(({ lab }) => lab)
for (const one of result.labs.filter(({ ok }) => ok)) {
  const file = join(import.meta.dirname, `${one.lab}.json`)
  writeFileSync(file, `${JSON.stringify(recordingOf(one, readLab(one.lab, 'en')))}\n`)
}
console.log(`Recorded: ${result.labs.length - bad.length} of ${labs.length} labs.`)
if (bad.length + missing.length > 0) {
  console.error(
    `Not recorded, since they fell short: ${[...bad, ...missing].join(', ')}. \`labwright test\` says why.`,
  )
  process.exitCode = 1
}

async function play(labs: string[]): Promise<RunResult> {
  const folder = mkdtempSync(join(tmpdir(), 'labwright-record-'))
  const file = join(folder, 'result.json')
  const runner = join(import.meta.dirname, '../../runner/cli/labwright.js')
  try {
    const reporters = ['--reporter=pretty', `--reporter=json=${file}`]
    await execa('node', [runner, 'test', ...labs, ...reporters], { stdio: 'inherit', reject: false })
    return JSON.parse(readFileSync(file, 'utf8')) as RunResult
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The outputs stand by line in the result; in the recording, by console block and by command. */
function recordingOf(result: LabResult, { steps }: Lab): Recording {
  const printed = new Map(
    result.steps.flatMap(({ commands }) =>
      commands.map(({ line, output }) => [line, output.slice(0, LIMIT)]),
    ),
  )
  const outputs = steps.map(({ id, blocks }) => [
    id,
    blocks
      .filter(({ kind }) => kind === 'console')
      .map(({ commands }) => commands.map(({ position }) => printed.get(position.line) ?? '')),
  ])
  return {
    lab: result.lab,
    version: result.version,
    date: new Date().toISOString().slice(0, 10),
    docker: result.machine.facts['docker.version'] ?? '',
    kernel: result.machine.facts['kernel.version'] ?? '',
    outputs: Object.fromEntries(outputs),
  }
}
