import { openSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { nearest } from '../lab/nearest.ts'
import type { Reporter, Sink } from '../report/reporter.ts'
import { color } from './color.ts'
import { UsageError } from './exit.ts'
import { isSameFile, makeFolder, writeOpen } from './files.ts'

type Make = (sink: Sink, together: boolean) => Promise<Reporter>

/** Each is loaded when it is asked for: nobody waits for one that they don't use. */
const REPORTERS: Record<string, Make> = {
  pretty: async (sink, together) => (await import('../report/pretty.ts')).prettyReporter(sink, { together }),
  json: async (sink) => (await import('../report/json.ts')).jsonReporter(sink),
  junit: async (sink) => (await import('../report/junit.ts')).junitReporter(sink),
  tap: async (sink) => (await import('../report/tap.ts')).tapReporter(sink),
  github: async (sink) => (await import('../report/github.ts')).githubReporter(sink, inRepository),
  html: async (sink) => (await import('../report/html.ts')).htmlReporter(sink),
}

const NAMES = Object.keys(REPORTERS).join(', ')

/** GitHub picks its commands out of a log, so that they may stand between the lines for people. */
const MAY_SHARE = ['pretty', 'github']

export const REPORTER_HELP = `how to tell what was found: ${NAMES}; may stand several times, each with =FILE to write to a file`

/**
 * Makes the reporters that were asked for, `NAME` or `NAME=FILE`.
 * @param together several labs are played at once
 * @throws UsageError for an unknown one, for two that can't share standard output, for two with one file, and for a
 *   file that can't be written
 */
export const makeReporters = async (asked: readonly string[], together: boolean): Promise<Reporter[]> => {
  const onOutput = asked.filter((each) => !each.includes('='))
  const shared =
    new Set(onOutput).size === onOutput.length && onOutput.every((name) => MAY_SHARE.includes(name))
  if (onOutput.length > 1 && !shared)
    throw new UsageError(
      `--reporter: ${onOutput.join(' and ')} would both write to standard output; give one a file: ${onOutput[1]}=FILE`,
    )
  const makes = asked.map((each) => ({ make: makeOf(each.split('=')[0]!), file: fileOf(each) }))
  for (const [index, { file }] of makes.entries())
    if (makes.slice(0, index).some((before) => isSameTarget(before.file, file)))
      throw new UsageError(
        `--reporter: two would write to ${file}, one over the other; give one another file`,
      )
  return Promise.all(
    makes.map(({ make, file }) => make(file === undefined ? OUTPUT : fileSink(file), together)),
  )
}

const makeOf = (name: string): Make => {
  if (Object.hasOwn(REPORTERS, name)) return REPORTERS[name]!
  const close = nearest(name, Object.keys(REPORTERS))
  throw new UsageError(
    `--reporter ${name}: there is no such reporter; ${close ? `did you mean ${close}? There` : 'there'} are ${NAMES}`,
  )
}

const fileOf = (asked: string): string | undefined =>
  asked.includes('=') ? asked.slice(asked.indexOf('=') + 1) : undefined

/** A device, as /dev/null is, takes what several write. */
const isSameTarget = (one = '', other = ''): boolean =>
  one !== '' && other !== '' && !resolve(other).startsWith('/dev/') && isSameFile(one, other)

const OUTPUT: Sink = {
  write: (text) => void process.stdout.write(text),
  live: Boolean(process.stdout.isTTY) && !process.env.CI,
  color,
}

const fileSink = (file: string): Sink => {
  if (file === '') throw new UsageError('--reporter: no file stands after the =')
  const descriptor = openFile(file)
  return { write: (text) => writeOpen('--reporter', file, descriptor, text), live: false, color: false }
}

const openFile = (file: string): number => {
  try {
    makeFolder(dirname(file))
    return openSync(file, 'w')
  } catch (error) {
    throw new UsageError(`--reporter: ${file} can't be written: ${(error as Error).message}`)
  }
}

/** From the root of the repository that GitHub checked out, which need not be the folder that labwright runs in. */
const inRepository = (file: string): string => {
  const root = process.env.GITHUB_WORKSPACE
  return root ? relative(root, resolve(file)) : file
}
