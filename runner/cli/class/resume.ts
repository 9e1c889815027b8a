import { Command } from 'commander'
import { z } from 'zod'
import { ClassLog } from '../../class/log.ts'
import { ClassStore } from '../../class/store.ts'
import { classLab } from '../../serve/class/classroom.ts'
import { servedLabs } from '../../serve/rooms.ts'
import { UsageError } from '../exit.ts'
import { readPort } from '../options.ts'
import { untilSignalled } from '../until-signalled.ts'
import { classFile, explained } from './kept.ts'
import { classLabs } from './new-class.ts'
import { ClassOptions } from './options.ts'
import { runClass } from './run.ts'

/** `labwright class resume`: goes on with a class whose server was stopped, or killed. */
export const resumeCommand = (): Command =>
  new Command('resume')
    .description('goes on with a class whose server was stopped or killed: same addresses, same learners')
    .argument(
      '[class]',
      'its name, as labwright class list has it; the latest that has not ended if not given',
    )
    .option(
      '-p, --port <port>',
      'another port; learners then come back with their names and secrets',
      readPort,
    )
    .action((name: string | undefined, changed: { port?: number }) =>
      untilSignalled((signal) => explained(() => resume(name, changed, signal))),
    )

const resume = async (
  name: string | undefined,
  changed: { port?: number },
  signal: AbortSignal,
): Promise<void> => {
  const file = classFile(name, ({ ended }) => ended === undefined)
  const { options, paths, isOver } = readKept(file)
  if (isOver)
    throw new UsageError(`this class has ended: labwright class show ${name ?? ''} opens it to look at.`)
  const served = await servedLabs(classLabs(paths))
  await runClass({
    file,
    labs: served,
    options: { ...options, ...changed },
    signal,
    open: () => {
      const log = new ClassLog(ClassStore.open(file))
      log.record({ type: 'resumed', machine: options.machine, labs: served.map(classLab) })
      return log
    },
  })
}

const readKept = (file: string): { options: ClassOptions; paths: string[]; isOver: boolean } => {
  using store = ClassStore.open(file, { readonly: true })
  const kept = store.kept('options')
  if (kept === undefined)
    throw new UsageError(
      `${file} is an archive: it can be looked at, with labwright class show, and not gone on with.`,
    )
  const port = store.kept('port')
  return {
    options: { ...ClassOptions.parse(JSON.parse(kept)), ...(port ? { port: Number(port) } : {}) },
    paths: z.array(z.string()).parse(JSON.parse(store.kept('labs') ?? '[]')),
    isOver: new ClassLog(store).state.ended !== undefined,
  }
}
