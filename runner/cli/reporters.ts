import { mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { jsonReporter } from '../report/json.ts'
import { prettyReporter } from '../report/pretty.ts'
import type { Reporter, Sink } from '../report/reporter.ts'
import { color } from './color.ts'
import { UsageError } from './exit.ts'

const NAMES = ['pretty', 'json'] as const

export const REPORTER_HELP = `how to tell what was found: ${NAMES.join(', ')}; may stand several times, each with =FILE to write to a file`

/**
 * Makes the reporters that were asked for, `NAME` or `NAME=FILE`.
 * @param together several labs are played at once
 * @throws UsageError for an unknown one, for two on standard output, and for a file that can't be written
 */
export const makeReporters = (asked: readonly string[], together: boolean): Reporter[] => {
  const onOutput = asked.filter((each) => !each.includes('='))
  if (onOutput.length > 1)
    throw new UsageError(
      `--reporter: ${onOutput.join(' and ')} would both write to standard output; give one a file: ${onOutput[1]}=FILE`,
    )
  return asked.map((each) => {
    const [name = '', ...file] = each.split('=')
    const sink = file.length > 0 ? fileSink(file.join('=')) : OUTPUT
    switch (name) {
      case 'pretty':
        return prettyReporter(sink, { together })
      case 'json':
        return jsonReporter(sink)
      default:
        throw new UsageError(`--reporter ${name}: there is no such reporter; there are ${NAMES.join(', ')}`)
    }
  })
}

const OUTPUT: Sink = {
  write: (text) => void process.stdout.write(text),
  live: Boolean(process.stdout.isTTY) && !process.env.CI,
  color,
}

const fileSink = (file: string): Sink => {
  if (file === '') throw new UsageError('--reporter: no file stands after the =')
  const descriptor = openFile(file)
  return { write: (text) => void writeSync(descriptor, text), live: false, color: false }
}

const openFile = (file: string): number => {
  try {
    mkdirSync(dirname(file), { recursive: true })
    return openSync(file, 'w')
  } catch (error) {
    throw new UsageError(`--reporter: ${file} can't be written: ${(error as Error).message}`)
  }
}
