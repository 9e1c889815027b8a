import { substitute } from '../expect/substitute.ts'
import type { Command, Lab } from '../lab/lab.ts'
import type { Stage } from '../play/stage.ts'
import type { Pane } from './pane.ts'
import { consoleCommands } from './shell-depth.ts'
import type { Task } from './step-progress.ts'

/** Milliseconds between two tries of a command whose output may take its time: a learner looks on. */
const PAUSE = 1000
/** Milliseconds that a prompt may take: of a shell that was just entered, it shows before it can be used. */
const PROMPT = 1000

/**
 * Types a command of the lesson for the learner, where it belongs. Where the terminal is not inside the shell that it
 * is meant for, types what leads there instead.
 * @returns what is to be told, if anything
 * @throws MachineError when the terminal has gone
 */
export const typeTask = async (
  { lab, variables, timeout: usual }: Stage,
  task: Task,
  pane: Pane,
  depths: ReadonlyMap<Command, number>,
): Promise<string | undefined> => {
  const { command, block } = task
  for (const end = performance.now() + PROMPT; !pane.atPrompt && performance.now() < end; ) await sleep(20)
  if (!pane.atPrompt) return `Terminal ${pane.name} is busy: end what runs there first (Ctrl-C, or q).`
  const depth = depths.get(command) ?? 0
  const timeout = block.options.timeout ?? usual
  if (pane.depth > depth) {
    await pane.run('exit', { timeout })
    return undefined
  }
  if (pane.depth < depth) {
    const opener = openerOf(lab, command)
    if (!opener) return `Terminal ${pane.name} is not inside ${command.prompt}, where this command belongs.`
    await pane.run(substitute(opener.text, variables), { timeout, enters: true })
    return undefined
  }
  const text = substitute(command.text, variables)
  if (block.options.background) {
    pane.type(text)
    return undefined
  }
  const end = performance.now() + (block.options.within ?? 0)
  for (;;) {
    const out = await pane.run(text, { timeout, ...(command.enters ? { enters: true } : {}) })
    if (out.ended !== 'exit' || performance.now() + PAUSE > end) return undefined
    await sleep(PAUSE)
    if (task.done || !pane.isEmpty) return undefined
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** The command that opens the shell which another one is typed into. */
const openerOf = (lab: Lab, command: Command): Command | undefined => {
  const commands = consoleCommands(lab)
  return commands
    .slice(0, commands.indexOf(command))
    .findLast(({ enters, terminal }) => enters && terminal === command.terminal)
}
