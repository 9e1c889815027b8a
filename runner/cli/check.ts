import { Command } from 'commander'
import { checkLab } from '../play/check-lab.ts'
import { checkReport } from '../report/check.ts'
import { color } from './color.ts'
import { EXIT, UsageError } from './exit.ts'
import { findLabFiles, readLabs } from './labs.ts'
import { machineToCheck, warnOfValues } from './machine-to-check.ts'
import { MACHINE_HELP, machineSource } from './machines.ts'
import { readDuration } from './options.ts'
import { untilSignalled } from './until-signalled.ts'

interface Options {
  machine?: string
  seed?: string
  json: boolean
  watch: boolean
  interval?: number
}

/** Milliseconds between two looks. */
const INTERVAL = 5000

/** `labwright check`: hold a machine's present state against a lab's checks. Changes nothing but what the checks' own commands do. */
export const checkCommand = (): Command =>
  new Command('check')
    .description("hold a machine's present state against a lab's checks")
    .argument('<lab>')
    .option(
      '-m, --machine <machine>',
      `${MACHINE_HELP}; the one scratch machine that was made for this lab where nothing is said`,
    )
    .option('--seed <text>', 'the seed that gave this learner their values of vary:')
    .option('--json', 'print one JSON document', false)
    .option('-w, --watch', 'check again and again, for a display on the wall; Ctrl-C ends it', false)
    .option('--interval <duration>', 'how often --watch checks (default: 5s)', readDuration)
    .action(async (name: string, options: Options) => {
      const { machine: named, seed = '', json, watch, interval } = options
      if (json && watch)
        throw new UsageError('--json prints one document, and --watch never ends: take one out')
      if (interval !== undefined && !watch)
        throw new UsageError('--interval says how often --watch checks: add --watch')
      const lab = readLabs(findLabFiles([name]))[0]!.lab
      if (options.seed === undefined) warnOfValues(lab)
      const { make } = await machineSource(machineToCheck(lab.name, named))
      await untilSignalled(async (signal) => {
        await using machine = await make(lab)
        if (watch) {
          const { showWall } = await import('./check/wall.ts')
          // Who looks again soon needs no patience now.
          const look = () => checkLab(lab, machine, seed, { patient: false, signal })
          await showWall(look, process.stdout, { interval: interval ?? INTERVAL, color, signal })
          return
        }
        const result = await checkLab(lab, machine, seed, { signal })
        signal.throwIfAborted()
        process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : checkReport(result, color))
        process.exitCode = result.ok ? EXIT.held : EXIT.fellShort
      })
    })
