// @ts-check
/** Runs `start`, `test` or `bench`; says in words what went wrong; ends with their exit status. */
import { constants } from 'node:os'
import { bench } from './bench.js'
import { SetupError } from './setup-error.js'
import { start } from './start.js'
import { test } from './test.js'

/**
 * Each takes the arguments that were typed after its name, and gives an exit status.
 * @type {Record<string, (args: string[], signal: AbortSignal) => Promise<number>>}
 */
const COMMANDS = { start, test, bench }

const stop = new AbortController()
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => stop.abort(signal))
}

const [name = '', ...args] = process.argv.slice(2)
try {
  const command = COMMANDS[name]
  if (!command)
    throw new SetupError(
      `there is no '${name}' to set up for`,
      'Run npm start, npm test or npm run bench.',
      2,
    )
  process.exit(await command(args, stop.signal))
} catch (error) {
  if (stop.signal.aborted) {
    console.error('\nStopped. The next run begins again with what is missing.')
    process.exit(128 + constants.signals[/** @type {NodeJS.Signals} */ (stop.signal.reason)])
  }
  if (error instanceof SetupError) {
    console.error(`\n${error.message}\n${error.mend}`)
    process.exit(error.status)
  }
  const detail = error instanceof Error && (process.env.LABWRIGHT_DEBUG ? error.stack : error.message)
  console.error(
    `\nThe set-up failed: ${detail || error}\nThis is a fault of Labwright. LABWRIGHT_DEBUG=1 shows where it happened.`,
  )
  process.exit(3)
}
