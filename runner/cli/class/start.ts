import { Command, Option } from 'commander'
import { readCount, readDuration, readHost, readPort, readSize } from '../options.ts'
import { untilSignalled } from '../until-signalled.ts'
import { explained } from './kept.ts'
import { classLabs, readNames, startClass } from './new-class.ts'
import { type ClassOptions, DEFAULTS } from './options.ts'

const MACHINE =
  'what learners get: scratch (quick; learners whom you trust not to break out of it), or vm (for learners whom you do not trust: slower, and more memory)'

interface Options extends Partial<ClassOptions> {
  labs?: string
  title?: string
}

/** `labwright class start`: opens a class. */
export const startCommand = (): Command =>
  new Command('start')
    .description('opens a class: learners join by an address and a code, and get a machine each')
    .option('--labs <names>', 'the labs of the class, with commas between; all of the course if not given')
    .option('--title <text>', 'what the class is called; the title of its first lab if not given')
    .addOption(
      new Option('-m, --machine <machine>', MACHINE).choices(['scratch', 'vm']).default(DEFAULTS.machine),
    )
    .option(
      '--learners <n>',
      'learners, at most; labwright class plan says how many this computer carries',
      readCount,
    )
    .option(
      '--machines-each <n>',
      "machines of one learner at once; with one more, another lab's is stopped",
      readCount,
    )
    .option('-p, --port <port>', 'where it is found; 0 takes one that is free', readPort)
    .option('--listen <address>', 'the address to listen on; 0.0.0.0 lets the network in')
    .option(
      '--host <name>',
      'the name by which learners call this computer; its address if not given',
      readHost,
    )
    .option('--tls', 'encrypted, with a certificate that this computer makes itself')
    .option('--cert <file>', 'encrypted, with this certificate (PEM)')
    .option('--key <file>', 'the key of that certificate (PEM)')
    .option('--memory <size>', 'memory of a scratch machine, its disk included, at most', readSize)
    .option('--disk <size>', 'disk of a scratch machine, at most; half of its memory if not given', readSize)
    .option('--processes <n>', 'processes of a scratch machine, at most', readCount)
    .option('--idle <duration>', 'how long a machine lives without its learner: 90s, 30m', readDuration)
    .option('--stuck-after <duration>', 'who makes no progress for so long counts as stuck', readDuration)
    .option('--stuck-tries <n>', 'so does who fell short so often since', readCount)
    .option('--site <folder>', 'a built site; without it, the one of this folder, built when needed')
    .addHelpText('after', defaultsText)
    .action(({ labs: names, title, ...options }: Options) =>
      untilSignalled((signal) =>
        explained(async () => {
          const labs = classLabs(readNames(names))
          await startClass({
            labs,
            title,
            options: { ...DEFAULTS, disk: (options.memory ?? DEFAULTS.memory) / 2, ...options },
            signal,
          })
        }),
      ),
    )

const defaultsText = (): string => {
  const { learners, port, listen, memory, processes, idle, stuckAfter, stuckTries } = DEFAULTS
  const minutes = (milliseconds: number): string => `${milliseconds / 60_000}m`
  return [
    '',
    `Without options: ${learners} learners with one machine each, on ${listen}:${port}; a machine has at most ${memory / 2 ** 30}G of`,
    `memory and disk together and ${processes} processes, and lives ${minutes(idle)} without its learner. Who makes no progress for`,
    `${minutes(stuckAfter)}, or fell short ${stuckTries} times since the last, counts as stuck.`,
  ].join('\n')
}
