import { availableParallelism } from 'node:os'
import { Command } from 'commander'
import { formatProblem } from '../lab/format-problem.ts'
import type { RunResult } from '../report/run.ts'
import { EXIT } from './exit.ts'
import { findLabFiles, readLab, readLabs } from './labs.ts'
import { type Choice, confirmHost, MACHINE_HELP, machineSource, readChoice } from './machines.ts'
import { readCount, readDuration } from './options.ts'
import { playLabs } from './play-labs.ts'
import { makeReporters, REPORTER_HELP } from './reporters.ts'
import { Updates } from './update.ts'

interface Options {
  machine: string
  reporter?: string[]
  jobs?: number
  timeout?: number
  seed?: string
  keep: boolean
  bail: boolean
  update: boolean
  watch: boolean
  yes: boolean
}

/** `labwright test`: play labs without a person, and verify them. */
export const testCommand = (): Command =>
  new Command('test')
    .description('play labs without a person, and verify them')
    .argument('[lab...]', 'labs; all of labs/ where none is named')
    .option('-m, --machine <machine>', MACHINE_HELP, 'scratch')
    .option('-r, --reporter <name>', REPORTER_HELP, (name, before: string[] = []) => [...before, name])
    .option(
      '-j, --jobs <n>',
      'labs played at once; one a processor if not given, in VMs one for every two',
      readCount,
    )
    .option(
      '--timeout <duration>',
      'how long a command may take unless its block says otherwise: 300ms, 20s, 2m',
      readDuration,
    )
    .option('--seed <text>', 'gives the same values of vary: again')
    .option('--keep', 'leave the machines for a look', false)
    .option('--bail', 'end a lab at the first step that falls short', false)
    .option(
      '-u, --update',
      'accept what came: rewrite the printed output, and keep every placeholder that holds',
      false,
    )
    .option('-w, --watch', 'play a lab again whenever its file is edited; Ctrl-C ends it', false)
    .option('-y, --yes', 'do not ask before a lab runs on the host', false)
    .action(async (names: string[], options: Options) => {
      const files = findLabFiles(names)
      const choice = readChoice(options.machine)
      if (!options.watch) {
        process.exitCode = statusOf(await testFiles(files, choice, options))
        return
      }
      const { watchLabs } = await import('./watch.ts')
      let { yes } = options
      await watchLabs(files, async (edited) => {
        const sound = edited.filter(isSound)
        if (sound.length === 0) return
        await testFiles(sound, choice, { ...options, yes })
        // Who said yes once is not asked at every change.
        yes = true
      })
    })

/** Says what is malformed in a lab; the others are played all the same. */
const isSound = (file: string): boolean => {
  const errors = readLab(file).problems.filter(({ severity }) => severity === 'error')
  for (const error of errors) console.error(`${formatProblem(error)}\n`)
  return errors.length === 0
}

/** Plays the labs in some files, and accepts what came where that was asked for. */
const testFiles = async (files: readonly string[], choice: Choice, options: Options): Promise<RunResult> => {
  const read = readLabs(files)
  const labs = read.map(({ lab }) => lab)
  if (choice.kind === 'host') await confirmHost(labs, options.yes)
  const jobs = jobsOn(choice, options.jobs)
  const reporters = await makeReporters(options.reporter ?? ['pretty'], jobs > 1 && labs.length > 1)
  const updates = new Updates()
  const run = await playLabs(labs, await machineSource(choice), reporters, {
    ...options,
    jobs,
    accept: options.update,
    onEvent: (event) => updates.note(event),
  })
  if (options.update) for (const line of updates.write(read)) console.error(line)
  return run
}

const jobsOn = ({ kind }: Choice, asked: number | undefined): number => {
  // What lives on is one machine: two labs at once would be in each other's way.
  if (kind !== 'scratch' && kind !== 'vm') return 1
  if (asked !== undefined) return asked
  // A VM has two, and Docker's own patience inside is not longer where it gets less.
  return kind === 'vm' ? Math.max(1, Math.floor(availableParallelism() / 2)) : availableParallelism()
}

const statusOf = (run: RunResult): number => {
  if (run.failures.length > 0 || (run.labs.length === 0 && run.skipped.length > 0)) return EXIT.noMachine
  return run.ok ? EXIT.held : EXIT.fellShort
}
