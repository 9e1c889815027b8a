import { entersShell } from './enters-shell.ts'
import type { Block, Command, Lab } from './lab.ts'
import { HOST } from './prompts.ts'
import type { SourceText } from './source-text.ts'

/** The second machine of a lab. */
export const BETA = 'beta'

/** The machine on which a terminal stands: `beta` and `beta-…` on the second, any other on the first. */
export const machineOf = (terminal: string): string =>
  terminal === BETA || terminal.startsWith(`${BETA}-`) ? BETA : HOST

/**
 * Decides for every command into which terminal it is typed, from the prompts alone.
 *
 * Each terminal has a stack of prompt names: its own, and on it one for each shell inside a shell.
 * After a command that enters one, the terminal waits for that shell's name: the next prompt with a
 * name that no stack holds is it, or the terminal's present name itself. `exit` takes a name off
 * again. A check, question, setup or cleanup runs in a shell of its own: its prompts name a machine.
 */
export function assignTerminals(lab: Pick<Lab, 'blocks' | 'steps' | 'requires'>, source: SourceText): void {
  const terminals = new Terminals(lab.requires.includes('two-machines'))
  for (const block of [lab, ...lab.steps].flatMap(({ blocks }) => blocks)) {
    for (const command of block.commands) {
      if (block.kind === 'console') terminals.assign(command, block, source)
      else refuseOutOfSight(command, block, source)
    }
  }
}

class Terminals {
  /** By terminal; the last name is the one that its prompt shows. */
  readonly #stacks = new Map<string, string[]>()
  /** Terminals that have entered a shell whose name has not been seen yet, the latest last. */
  #waiting: string[] = []
  readonly #busy = new Map<string, Command>()
  readonly #twoMachines: boolean

  constructor(twoMachines: boolean) {
    this.#twoMachines = twoMachines
  }

  assign(command: Command, block: Block, source: SourceText): void {
    const terminal = this.#terminalOf(command.prompt)
    command.terminal = terminal
    // One with an exit status printed under it has ended: it did not stay in a shell.
    command.enters = command.exitPosition === undefined && entersShell(command.text)
    const stack = this.#stacks.get(terminal)!
    const busy = this.#busy.get(terminal)
    if (stack.at(-1) !== command.prompt) {
      refuseInside(command, terminal, stack.at(-1)!, source)
      stack.length = stack.lastIndexOf(command.prompt) + 1
    } else if (busy) refuseBusy(command, busy, source)
    else if (isExit(command.text) && stack.length > 1) stack.pop()
    if (command.enters) this.#waiting.push(terminal)
    if (block.options.background) this.#busy.set(terminal, command)
  }

  /** The terminal that shows this prompt now; opens one where none has the name. */
  #terminalOf(prompt: string): string {
    const shows = [...this.#stacks].find(([, stack]) => stack.at(-1) === prompt)?.[0]
    const holds = shows ?? [...this.#stacks].find(([, stack]) => stack.includes(prompt))?.[0]
    if (holds !== undefined) {
      // The shell inside kept the name of its terminal.
      if (shows !== undefined && this.#waiting.includes(shows)) this.#enter(shows, prompt)
      return holds
    }
    const entered = this.#isMachine(prompt) ? undefined : this.#waiting.at(-1)
    if (entered !== undefined) this.#enter(entered, prompt)
    else this.#stacks.set(prompt, [prompt])
    return entered ?? prompt
  }

  #enter(terminal: string, prompt: string): void {
    this.#stacks.get(terminal)!.push(prompt)
    this.#waiting = this.#waiting.filter((name) => name !== terminal)
  }

  /** A terminal that is named for its machine is its own, whatever was entered before it. */
  #isMachine(prompt: string): boolean {
    return isOnHost(prompt) || (this.#twoMachines && machineOf(prompt) === BETA)
  }
}

const isOnHost = (prompt: string): boolean => prompt === HOST || prompt.startsWith(`${HOST}-`)

const isExit = (text: string): boolean => /^\s*(exit|logout)(\s+\d+)?\s*$/.test(text)

function refuseInside(command: Command, terminal: string, inside: string, source: SourceText): void {
  const message = `\`${command.prompt}\` is not at its prompt here: terminal ${terminal} is still inside ${inside}.`
  const mend = `Print \`${inside}$ exit\` first, or use another terminal.`
  source.refuse('still-inside', command.position, message, mend)
}

function refuseBusy(command: Command, busy: Command, source: SourceText): void {
  const message = `Terminal ${command.terminal} is busy until the lab ends: line ${busy.position.line} runs in the background there.`
  const mend = `Use another terminal, such as \`${command.terminal}-2$ \`.`
  source.refuse('busy-terminal', command.position, message, mend)
}

function refuseOutOfSight(command: Command, block: Block, source: SourceText): void {
  const { prompt, position, text } = command
  if (!isOnHost(prompt) && machineOf(prompt) !== BETA) {
    const message = `A ${block.kind} block runs in a shell of its own on the machine; \`${prompt}\` names no machine.`
    source.refuse(
      'unknown-machine',
      position,
      message,
      `Type it at \`host$ \`, as in \`host$ docker exec ${prompt} …\`.`,
    )
  } else if (entersShell(text)) {
    const message = `A ${block.kind} block has no terminal, so that \`${text}\` can open no shell.`
    source.refuse(
      'no-terminal',
      position,
      message,
      'Give the command itself, as in `host$ docker exec web ps`.',
    )
  }
}
