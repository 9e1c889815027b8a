/** To take a lab through a machine, step by step, giving out events. Knows machines by their contract alone. */
import type { Block, Lab } from '../lab/lab.ts'
import { version } from '../lab/version.ts'
import type { Machine } from '../machine/machine.ts'
import type { PlayEvent } from './events.ts'
import { runHidden } from './hidden.ts'
import { differences, takeInventory } from './inventory.ts'
import { withinOf } from './patience.ts'
import type { CommandResult, LabResult, StepResult } from './result.ts'
import type { Stage } from './stage.ts'
import { playStep } from './step.ts'
import { Terminals } from './terminals.ts'
import { initialVariables } from './variables.ts'

/** Milliseconds that a command may take unless someone says otherwise. */
const TIMEOUT = 20_000

export interface PlayOptions {
  /** Gives the values of `vary`. */
  seed: string
  /** The machine lives on after the lab: its `cleanup` blocks are run, last one first, whatever happened. */
  cleanup: boolean
  /** Milliseconds that a command may take unless its block says otherwise; 20 s if not given. */
  timeout?: number
  /** Ends the play after the first step that fell short. */
  bail?: boolean
  /** What comes in place of what is printed is to be printed from now on (`--update`): it captures what that would. */
  accept?: boolean
  /** Ends the play where it stands: it throws then, and only cleanup is still run. */
  signal?: AbortSignal
}

/**
 * Plays a lab without a person.
 * @throws MachineError when the machine goes away; cleanup has been tried then
 */
export async function* play(
  lab: Lab,
  machine: Machine,
  options: PlayOptions,
): AsyncGenerator<PlayEvent, LabResult> {
  const started = performance.now()
  const variables = initialVariables(lab, machine.facts, options.seed)
  const { signal } = options
  const stage: Stage = {
    lab,
    machine,
    variables,
    timeout: options.timeout ?? TIMEOUT,
    accept: options.accept ?? false,
    signal,
  }
  const setup: CommandResult[] = []
  const cleanup: CommandResult[] = []
  const steps: StepResult[] = []
  yield { type: 'lab-started', lab }

  const before = options.cleanup ? await takeInventory(machine) : {}
  const terminals = new Terminals(machine, signal)
  let ended = false
  try {
    for (const block of lab.blocks.filter(({ kind }) => kind === 'setup')) {
      for await (const event of hidden(stage, block)) {
        if (event.type === 'command-ended') setup.push(event.result)
        yield event
      }
    }
    for (const step of lab.steps) {
      const result = yield* playStep(stage, step, terminals)
      steps.push(result)
      if (options.bail && !result.ok) break
    }
    ended = true
  } finally {
    await terminals[Symbol.asyncDispose]()
    // A consumer that stops reading (Ctrl-C) ends the generator here: cleanup runs all the same, it only tells nobody.
    if (options.cleanup && !ended) for await (const _event of clean(stage));
  }
  if (options.cleanup) {
    for await (const event of clean(stage)) {
      if (event.type === 'command-ended') cleanup.push(event.result)
      yield event
    }
  }

  const left = options.cleanup ? differences(before, await takeInventory(machine)) : []

  const result: LabResult = {
    lab: lab.name,
    title: lab.title,
    file: lab.file,
    version: await version(lab),
    machine: { kind: machine.kind, id: machine.id, facts: { ...machine.facts } },
    seed: options.seed,
    ok:
      [...setup, ...cleanup, ...steps].every(({ ok }) => ok) &&
      steps.length === lab.steps.length &&
      left.length === 0,
    ms: performance.now() - started,
    steps,
    setup,
    cleanup,
    left,
  }
  yield { type: 'lab-ended', lab, result }
  return result
}

async function* hidden(stage: Stage, block: Block): AsyncGenerator<PlayEvent> {
  const { lab, variables } = stage
  for (const command of block.commands) {
    const known = new Map(variables)
    const { result } = await runHidden(stage, block, command, withinOf(stage.machine, block))
    yield { type: 'command-ended', lab, block, command, result, variables: known }
  }
}

/** Runs the `cleanup` blocks of the whole lab, the last one first. */
async function* clean({ signal: _, ...stage }: Stage): AsyncGenerator<PlayEvent> {
  const { lab } = stage
  const blocks = [...lab.blocks, ...lab.steps.flatMap(({ blocks }) => blocks)].filter(
    ({ kind }) => kind === 'cleanup',
  )
  for (const block of blocks.reverse()) yield* hidden(stage, block)
}
