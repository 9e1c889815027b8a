import { Command } from 'commander'
import { newTeacherSecret } from '../../class/secrets.ts'
import { addressOf } from '../../serve/address.ts'
import { archiveService } from '../../serve/class/archive-service.ts'
import { readPort } from '../options.ts'
import { listen } from '../serve/listen.ts'
import { findSite } from '../serve/site.ts'
import { untilAborted, untilSignalled } from '../until-signalled.ts'
import { CLASS_HELP, withClass } from './kept.ts'
import { DEFAULTS } from './options.ts'

/** `labwright class show`: a class as its teacher saw it, to be looked at. */
export const showCommand = (): Command =>
  new Command('show')
    .description('opens a class, or an archive of one, to look at')
    .argument('[class]', CLASS_HELP)
    .option('-p, --port <port>', 'where it is found; 0 takes one that is free', readPort, 4872)
    .option('--site <folder>', 'a built site; without it, the one of this folder, built when needed')
    .action((name: string | undefined, options: { port: number; site?: string }) =>
      untilSignalled((signal) => show(name, options, signal)),
    )

const show = (
  name: string | undefined,
  { port, site: folder }: { port: number; site?: string },
  signal: AbortSignal,
): Promise<void> =>
  withClass(name, async (log) => {
    const site = await findSite(folder, signal, (message) => console.error(message))
    const token = newTeacherSecret()
    const address = '127.0.0.1'
    await using server = await listen({ listen: address, port }, (found) =>
      archiveService({
        site,
        log,
        token,
        stuck: { after: DEFAULTS.stuckAfter, tries: DEFAULTS.stuckTries },
        listen: address,
        port: found,
      }),
    )
    const url = new URL(addressOf(address, server.port, token))
    url.pathname = '/class'
    const isGoingOn = log.state.ended === undefined && log.store.kept('port') !== undefined
    if (isGoingOn)
      console.log('This class has not ended: what is shown is how it stands now, and does not change.')
    console.log(`“${log.state.title}”, to look at:\n\n  ${url}\n\nCtrl-C ends it.`)
    await untilAborted(signal)
  })
