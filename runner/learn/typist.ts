import { substitute } from '../expect/substitute.ts'
import type { Command, Lab } from '../lab/lab.ts'
import { timeoutOf, withinOf } from '../play/patience.ts'
import type { Stage } from '../play/stage.ts'
import type { CommandOutput } from '../terminal/terminal.ts'
import { consoleCommands } from './shell-depth.ts'
import type { Task } from './task.ts'
import type { WatchedTerminal } from './watched-terminal.ts'

/** Milliseconds between two tries of a command whose output may take its time: a learner looks on. */
const PAUSE = 1000
/** Milliseconds that a prompt may take: of a shell that was just entered, it shows before it can be used. */
const PROMPT = 1000

/** What was typed: the command itself, or one on the way to the shell that it is meant for. */
export type Typed = { what: 'command' | 'way' } | { what: 'nothing'; trouble: string }

/**
 * Types a command of the lesson for the learner, where it belongs. Where the terminal is not inside the shell that it
 * is meant for, types what leads there instead.
 * @param isMet told of each run of the command itself: whether that is enough where it may be run again (`within`);
 *   without it, the task tells soon after
 * @throws MachineError when the terminal has gone
 */
export const typeTask = async (
  stage: Stage,
  task: Task,
  pane: WatchedTerminal,
  depths: ReadonlyMap<Command, number>,
  isMet?: (out: CommandOutput) => boolean,
): Promise<Typed> => {
  const { lab, variables, machine } = stage
  const { command, block } = task
  for (const end = performance.now() + PROMPT * machine.pace; !pane.atPrompt && performance.now() < end; )
    await sleep(20)
  if (!pane.atPrompt)
    return nothing(`Terminal ${pane.name} is busy: end what runs there first (Ctrl-C, or q).`)
  const depth = depths.get(command) ?? 0
  const timeout = timeoutOf(stage, block)
  if (pane.depth > depth) {
    await pane.run('exit', { timeout })
    return { what: 'way' }
  }
  if (pane.depth < depth) {
    const opener = openerOf(lab, command, (each) => depths.get(each) === pane.depth)
    if (!opener)
      return nothing(`Terminal ${pane.name} is not inside ${command.prompt}, where this command belongs.`)
    await pane.run(substitute(opener.text, variables), { timeout, enters: true })
    return { what: 'way' }
  }
  const text = substitute(command.text, variables)
  if (block.options.background) {
    pane.type(text)
    return { what: 'command' }
  }
  const end = performance.now() + (withinOf(machine, block) ?? 0)
  for (;;) {
    const out = await pane.run(text, { timeout, ...(command.enters ? { enters: true } : {}) })
    const met = isMet?.(out)
    if (met || out.ended !== 'exit' || performance.now() + PAUSE > end) return { what: 'command' }
    await sleep(PAUSE)
    if ((met === undefined && task.done) || !pane.isEmpty) return { what: 'command' }
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const nothing = (trouble: string): Typed => ({ what: 'nothing', trouble })

/** The command that opens the shell which another one is typed into, or the next one on the way there. */
const openerOf = (lab: Lab, command: Command, isHere: (each: Command) => boolean): Command | undefined => {
  const commands = consoleCommands(lab)
  return commands
    .slice(0, commands.indexOf(command))
    .findLast((each) => each.enters && each.terminal === command.terminal && isHere(each))
}
