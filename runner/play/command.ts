import { compile } from '../expect/compile.ts'
import { isMet } from '../expect/match.ts'
import { say } from '../expect/sentences.ts'
import { substitute } from '../expect/substitute.ts'
import type { Block, Command } from '../lab/lab.ts'
import type { CommandOutput, Terminal } from '../terminal/terminal.ts'
import { accept } from './accept.ts'
import { type Attempt, judge, tryWithin } from './attempt.ts'
import { timeoutOf, withinOf } from './patience.ts'
import { printedUnder } from './printed.ts'
import type { CommandResult } from './result.ts'
import type { Stage } from './stage.ts'
import type { Terminals } from './terminals.ts'
import type { Variables } from './variables.ts'

/** Types one command of a `console` block into its terminal, and holds what it printed against what is printed. */
export const runCommand = async (
  stage: Stage,
  block: Block,
  command: Command,
  terminals: Terminals,
): Promise<CommandResult> => {
  const { lab, variables } = stage
  const started = performance.now()
  const text = substitute(command.text, variables)
  const result = (found: Pick<CommandResult, 'ok' | 'exit' | 'output' | 'reason' | 'at'>): CommandResult => ({
    file: lab.file,
    line: command.position.line,
    terminal: command.prompt,
    command: text,
    ...printedUnder(command),
    ms: performance.now() - started,
    ...found,
  })

  const shutBy = terminals.shutBy(command)
  if (shutBy !== undefined) {
    const reason = `not run: the command in line ${shutBy} did not open the shell that this one is meant for`
    return result({ ok: false, exit: null, output: '', reason, at: command.position.line })
  }

  const terminal = await terminals.of(command)
  const { verdict, attempt } = await tryWithin(withinOf(stage.machine, block), async () => {
    const attempt = await type(stage, block, command, text, terminal)
    return { attempt, verdict: judge(block, command, attempt, variables) }
  })
  if (command.enters && !attempt.entered) terminals.shut(command)
  if (stage.accept && !verdict.ok && attempt.ended) accept(block, command, attempt, variables)
  return result({
    ok: verdict.ok,
    exit: attempt.ended ? (attempt.exit ?? null) : null,
    output: attempt.output,
    ...(verdict.ok ? {} : { reason: verdict.reason, at: verdict.at }),
  })
}

type Typed = Attempt & { entered: boolean; ended: boolean }

const type = async (
  stage: Stage,
  block: Block,
  command: Command,
  text: string,
  terminal: Terminal,
): Promise<Typed> => {
  const { variables } = stage
  const timeout = timeoutOf(stage, block)
  const out = await terminal.run(text, {
    timeout,
    ...(command.enters ? { enters: true } : {}),
    ...(block.options.background ? { until: untilMet(command, variables) } : {}),
  })
  const { output } = out
  switch (out.ended) {
    case 'exit': {
      const typed = { output, exit: out.exit, entered: false, ended: true }
      return command.enters ? { ...typed, failure: `'${text}' ended and opened no shell` } : typed
    }
    // It has not ended, so there is no exit status to compare.
    case 'entered':
      return { output, exit: command.exit, entered: true, ended: false }
    case 'running':
      return { output, exit: undefined, entered: false, ended: false }
    case 'timeout':
      return {
        output,
        exit: undefined,
        entered: false,
        ended: false,
        failure: say('late', { seconds: timeout / 1000 }) + waits(out),
      }
  }
}

/** What a command may have waited for, as far as that can be known. */
const waits = ({ unfinished, output }: CommandOutput): string => {
  if (unfinished)
    return ': the shell waited for the rest of it (a quote, a bracket or a here-document is open)'
  return /^(\^C)?\s*$/.test(output) ? '. If it waits for input, give it some by `|` or a here-document' : ''
}

/** Holds once what is printed under a `background` command has come; more may follow. */
const untilMet = (command: Command, variables: Variables): ((output: string) => boolean) => {
  const compiled = compile(command.expected, { unordered: false, background: true })
  if (!compiled.ok || !compiled.expectation.compared) return () => true
  return (output) => isMet(compiled.expectation, output, variables)
}
