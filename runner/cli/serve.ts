import { Command } from 'commander'
import type { Lab } from '../lab/lab.ts'
import { Launcher } from '../machine/launcher.ts'
import { count } from '../report/count.ts'
import { addressOf } from '../serve/address.ts'
import { dataFolder } from '../serve/data-folder.ts'
import { labService } from '../serve/lab-service.ts'
import { machineMaker } from '../serve/machine-maker.ts'
import { isLoopback } from '../serve/origins.ts'
import { removeOrphans } from '../serve/orphans.ts'
import { Progress } from '../serve/progress.ts'
import { Rooms, servedLabs } from '../serve/rooms.ts'
import { readToken } from '../serve/token.ts'
import { UsageError } from './exit.ts'
import { findLabFiles, readLab } from './labs.ts'
import { confirmHost, MACHINE_HELP, machineSource, readChoice } from './machines.ts'
import { readCount, readDuration, readPort } from './options.ts'
import { ServedClasses } from './serve/classes.ts'
import { listen } from './serve/listen.ts'
import { findSite } from './serve/site.ts'
import { untilAborted, untilSignalled } from './until-signalled.ts'

interface Options {
  port: number
  listen: string
  machine: string
  machines: number
  idle: number
  site?: string
  yes: boolean
}

/** `labwright serve`: the site, with live machines. */
export const serveCommand = (): Command =>
  new Command('serve')
    .description('the site, with live machines')
    .option('-p, --port <port>', 'where it is found; 0 takes one that is free', readPort, 4870)
    .option('--listen <address>', 'the address to listen on', '127.0.0.1')
    .option('-m, --machine <machine>', MACHINE_HELP, 'scratch')
    .option('--machines <n>', 'machines at once, at most', readCount, 4)
    .option(
      '--idle <duration>',
      'how long a machine lives without its learner: 90s, 30m',
      readDuration,
      30 * 60_000,
    )
    .option('--site <folder>', 'a built site; without it, the one of this folder, built when needed')
    .option('-y, --yes', 'do not ask before labs run on the host', false)
    .action((options: Options) => untilSignalled((signal) => serve(options, signal)))

/** Serves until it is told to end; then nothing is left of its machines. */
const serve = async (options: Options, signal: AbortSignal): Promise<void> => {
  const choice = readChoice(options.machine)
  if (choice.kind === 'browser')
    throw new UsageError(
      '--machine browser: such a machine runs in the page itself, which needs no server; npm run build makes that site',
    )
  const labs = soundLabs()
  if (choice.kind === 'host') await confirmHost(labs, options.yes)
  const site = await findSite(options.site, signal, warn)
  const left = await removeOrphans()
  if (left.length > 0) warn(`Removed what a killed run left behind: ${left.join(', ')}`)

  const folder = dataFolder()
  const token = readToken(folder, warn)
  const progress = new Progress(folder, warn)
  using launcher = new Launcher()
  const { livesOn, make } = await machineSource(choice, { attended: true, execute: launcher.execute })
  signal.throwIfAborted()
  const kind = choice.kind === 'living' ? choice.machine : choice.kind
  await using rooms = new Rooms({
    labs: await servedLabs(labs),
    maker: machineMaker({ kind, livesOn, make, seed: progress.seed, warn }),
    progress,
    // What lives on is one machine: two labs at once would be in each other's way.
    machines: livesOn ? 1 : options.machines,
    full: 'refuse',
    idle: options.idle,
  })
  const { listen: address, site: folderOfSite } = options
  await using classes = new ServedClasses({
    listen: address,
    site: folderOfSite,
    machine: choice.kind === 'vm' ? 'vm' : 'scratch',
  })
  // What lives on is one machine, and a class needs many.
  const openClass = livesOn ? undefined : classes.open
  await using server = await listen(options, (port) =>
    labService({ site, rooms, token, listen: options.listen, port, ...(openClass ? { openClass } : {}) }),
  )
  tellAddress(options.listen, server.port, token, labs.length)
  await untilAborted(signal)
  console.log('\nStopping: all machines are removed …')
}

/** The labs that can be run; of others it is said that they can't. */
const soundLabs = (): Lab[] =>
  findLabFiles([]).flatMap((file) => {
    const { lab, problems } = readLab(file)
    if (lab && !problems.some(({ severity }) => severity === 'error')) return [lab]
    warn(`${file} has errors, and gets no machine: labwright lint says more.`)
    return []
  })

const tellAddress = (address: string, port: number, token: string, labs: number): void => {
  console.log(
    `${count(labs, 'lab')}, each with a machine of its own, at\n\n  ${addressOf(address, port, token)}\n`,
  )
  console.log('Open that in a browser. Ctrl-C stops the server and its machines; progress is kept.')
  if (isLoopback(address)) return
  warn(
    [
      '',
      `Beware: --listen ${address} lets other computers in. Who learns the address above can type commands on the machines,`,
      'and nothing on the way is encrypted. In a network that you do not trust, leave --listen away and use',
      `  ssh -L ${port}:127.0.0.1:${port} THIS-COMPUTER`,
    ].join('\n'),
  )
}

const warn = (message: string): void => console.error(message)
