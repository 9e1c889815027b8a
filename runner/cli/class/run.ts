import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { renderUnicodeCompact } from 'uqr'
import { idOf } from '../../class/classes.ts'
import type { ClassLog } from '../../class/log.ts'
import { withLock } from '../../machine/image/lock.ts'
import { Launcher } from '../../machine/launcher.ts'
import { count } from '../../report/count.ts'
import { type OpenClass, openClass } from '../../serve/class/open.ts'
import { fingerprint, ownAddresses, selfMade, type Tls } from '../../serve/class/tls.ts'
import { dataFolder } from '../../serve/data-folder.ts'
import { machineMaker } from '../../serve/machine-maker.ts'
import { isEveryAddress, isLoopback } from '../../serve/origins.ts'
import { removeOrphans } from '../../serve/orphans.ts'
import type { ServedLab } from '../../serve/rooms.ts'
import { UsageError } from '../exit.ts'
import { machineSource } from '../machines.ts'
import { listen } from '../serve/listen.ts'
import { findSite } from '../serve/site.ts'
import { untilAborted } from '../until-signalled.ts'
import { type ClassOptions, MAKING } from './options.ts'

export interface Running {
  file: string
  labs: readonly ServedLab[]
  options: ClassOptions
  signal: AbortSignal
  /** Opens the class's log, once nobody else can. */
  open: () => ClassLog
  /** It is served from now on. */
  opened?: (open: OpenClass) => void
}

/**
 * Serves a class until it is told to stop.
 * @throws UsageError where another server has it
 */
export const runClass = async (running: Running): Promise<void> => {
  const { file, options, signal } = running
  const tls = await certificateOf(options)
  const site = await findSite(options.site, signal, warn)
  const { memory, disk, processes } = options
  using launcher = new Launcher()
  const { make } = await machineSource(
    { kind: options.machine },
    { attended: true, limits: { memory, disk, processes }, execute: launcher.execute },
  )
  signal.throwIfAborted()
  const held = await withLock(`${file}.lock`, undefined, async () => {
    const left = await removeOrphans()
    if (left.length > 0) warn(`Removed what a killed run left behind: ${left.join(', ')}`)
    const log = running.open()
    using store = log.store
    await using open = await openClass({
      ...{ site, log, labs: running.labs, making: MAKING, start: listen, warn },
      ...{ learners: options.learners, machines: options.machinesEach, idle: options.idle },
      ...{ listen: options.listen, host: options.host, port: options.port, ...(tls ? { tls } : {}) },
      ...{ code: store.kept('code')!, teacherSecret: store.kept('teacher')! },
      stuck: { after: options.stuckAfter, tries: options.stuckTries },
      // What varies for a learner is written in the class; nothing that lives on is cleaned up by these.
      maker: machineMaker({ kind: options.machine, livesOn: false, make, seed: '', warn }),
    })
    store.keep('port', String(open.port))
    tell(open, running, tls)
    running.opened?.(open)
    using _watch = watchDisk(log, open)
    await untilAborted(signal)
    console.log('\nStopping: all machines are removed …')
    return true
  })
  if (!held) throw new UsageError(`another server has class ${idOf(file)} open.`)
  console.log(`labwright class resume ${idOf(file)} goes on with it.`)
}

/** Milliseconds between two tries to write what could not be written. */
const RETRY = 5000

/** Tries again to write what could not be written, and says so here too, for whoever does not look at the page. */
const watchDisk = (log: ClassLog, { classroom }: OpenClass): Disposable => {
  let told = ''
  const timer = setInterval(() => {
    log.flush()
    if (log.trouble === told) return
    told = log.trouble
    classroom.changed()
    warn(told || 'Everything is written down again.')
  }, RETRY)
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      log.flush()
      if (log.unwritten > 0)
        warn(`${log.unwritten} events of the class could not be written, and are lost: ${log.trouble}`)
    },
  }
}

const certificateOf = async ({
  tls,
  cert,
  key,
  listen: address,
  host,
}: ClassOptions): Promise<Tls | undefined> => {
  if (cert && key) {
    const given = { cert: readPem('--cert', cert), key: readPem('--key', key) }
    try {
      createSecureContext(given)
    } catch (error) {
      throw new UsageError(
        `--cert ${cert} and --key ${key} are no certificate and its key: ${(error as Error).message}`,
      )
    }
    return given
  }
  if (!tls) return undefined
  return selfMade(dataFolder(), [...(isEveryAddress(address) ? [] : [address]), ...(host ? [host] : [])])
}

const readPem = (option: string, file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${option} ${file}: ${(error as Error).message}`)
  }
}

const tell = (open: OpenClass, { file, labs, options }: Running, tls: Tls | undefined): void => {
  const { joinAddress, teacherAddress, classroom } = open
  const others = isEveryAddress(options.listen) && !options.host ? ownAddresses().slice(1) : []
  console.log(
    [
      `“${classroom.state.title}”: ${count(labs.length, 'lab')}, for ${count(options.learners, 'learner')} at most; kept as ${idOf(file)}`,
      '',
      `learners: ${joinAddress}`,
      `teacher:  ${teacherAddress}`,
      ...(others.length > 0
        ? [
            '',
            `This computer has other addresses too, if learners do not reach that one: ${others.join(', ')}; --host NAME shows another.`,
          ]
        : []),
      '',
    ].join('\n'),
  )
  if (process.stdout.isTTY && !isLoopback(options.listen)) console.log(renderUnicodeCompact(joinAddress))
  if (tls && !options.cert)
    console.log(
      `The certificate is this computer's own, so browsers warn of it. Its SHA-256 fingerprint, to compare:\n${fingerprint(tls)}\n`,
    )
  console.log(
    "The teacher's address is yours alone. Ctrl-C stops the server and its machines; results are kept.",
  )
  if (isLoopback(options.listen))
    console.log('Only this computer can reach it: --listen 0.0.0.0 lets learners in from the network.')
  else if (!tls)
    warn(
      'Nothing on the way is encrypted: in a network that you do not trust, add --tls, or --cert and --key.',
    )
}

const warn = (message: string): void => console.error(message)
