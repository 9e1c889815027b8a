import { prettifyError } from 'zod'
import { printable } from '../report/printable.ts'
import { RunResult } from '../report/run.ts'
import { UsageError } from './exit.ts'
import { fileName, readNamed } from './files.ts'

/**
 * Reads a document of `labwright test --reporter json`.
 * @param file `-` is standard input
 * @throws UsageError for what is no document of a run, with what is wrong in it
 */
export const readRun = (file: string): RunResult => {
  const name = fileName(file)
  const mend = 'A document is what labwright test --reporter json writes.'
  const text = readNamed(file)
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${name} is no JSON: ${printable((error as Error).message)}\n${mend}`)
  }
  const run = RunResult.safeParse(document)
  if (!run.success)
    throw new UsageError(`${name} is no document of a run:\n${prettifyError(run.error)}\n${mend}`)
  return run.data
}

/** Several runs as if they were one. */
export const mergeRuns = (runs: readonly RunResult[]): RunResult => ({
  labs: runs.flatMap(({ labs }) => labs),
  failures: runs.flatMap(({ failures }) => failures),
  skipped: runs.flatMap(({ skipped }) => skipped),
  ok: runs.every(({ ok }) => ok),
})
