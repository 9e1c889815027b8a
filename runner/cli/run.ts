import { randomBytes } from 'node:crypto'
import { Command } from 'commander'
import pc from 'picocolors'
import { attend } from '../attend/attend.ts'
import { Screen } from '../attend/screen.ts'
import type { Lab } from '../lab/lab.ts'
import { isKeepable } from '../machine/machine.ts'
import { EXIT, UsageError } from './exit.ts'
import { findLabFiles, readLabs } from './labs.ts'
import { confirmHost, MACHINE_HELP, type MachineSource, machineSource, readChoice } from './machines.ts'
import { SIGNALS } from './until-signalled.ts'

/** What ends a session from outside; Ctrl-C is for the machine. */
interface Options {
  machine: string
  seed?: string
  keep: boolean
  yes: boolean
}

/** `labwright run`: play a lab with a person, in this terminal. */
export const runCommand = (): Command =>
  new Command('run')
    .description('play a lab with a person, in this terminal')
    .argument('<lab>')
    .option('-m, --machine <machine>', MACHINE_HELP, 'scratch')
    .option('--seed <text>', 'gives the same values of vary: again')
    .option('--keep', 'leave the machine for a look', false)
    .option('-y, --yes', 'do not ask before a lab runs on the host', false)
    .action(async (name: string, options: Options) => {
      if (!process.stdin.isTTY || !process.stdout.isTTY) {
        throw new UsageError(
          `labwright run plays a lab with a person, and needs a terminal for that.\nlabwright test ${name} plays a lab without a person.`,
        )
      }
      const { lab, source } = readLabs(findLabFiles([name]))[0]!
      const choice = readChoice(options.machine)
      if (choice.kind === 'host') await confirmHost([lab], options.yes)
      process.exitCode = await playOn(await machineSource(choice, { attended: true }), lab, source, options)
    })

/** Makes the machine, plays, and removes the machine, also when a signal or a closed window ends it all early. */
const playOn = async (
  { livesOn, make }: MachineSource,
  lab: Lab,
  source: string,
  { keep, seed = randomBytes(4).toString('hex') }: Options,
): Promise<number> => {
  const screen = new Screen(process.stdout, pc.isColorSupported)
  const ending = new AbortController()
  let signalled: NodeJS.Signals | undefined
  const stop = (signal: NodeJS.Signals): void => {
    signalled = signal
    // What would be written to a window that has gone fails.
    if (signal === 'SIGHUP') screen.close()
    ending.abort()
  }
  const hangUp = (): void => stop('SIGHUP')
  for (const signal of SIGNALS) process.on(signal, stop)
  process.stdin.on('end', hangUp).on('error', hangUp)

  let done = false
  try {
    const machine = await make(lab, ending.signal)
    try {
      done = await attend({ lab, source, machine, seed, livesOn, keep, screen, signal: ending.signal })
      if (signalled) screen.line('', `labwright was ended by ${signalled}.`)
      if (keep && isKeepable(machine) && !signalled) {
        await machine.keep()
        screen.line(
          `Machine ${machine.id} is left: labwright run ${lab.name} --machine ${machine.kind}:${machine.id}`,
        )
        screen.line('goes on with it, labwright clean ends it.')
      }
    } finally {
      await machine[Symbol.asyncDispose]()
    }
    if (!livesOn && (!keep || signalled)) screen.line(`Machine ${machine.id} is removed.`)
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop)
    process.stdin.off('end', hangUp).off('error', hangUp)
  }
  // As a shell expects it of a program that a signal ended.
  if (signalled) process.kill(process.pid, signalled)
  return done ? EXIT.held : EXIT.fellShort
}
