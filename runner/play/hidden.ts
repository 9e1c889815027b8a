import { say } from '../expect/sentences.ts'
import { substitute } from '../expect/substitute.ts'
import type { Block, Command } from '../lab/lab.ts'
import { judge, tryWithin, type Verdict } from './attempt.ts'
import { timeoutOf } from './patience.ts'
import { printedUnder } from './printed.ts'
import type { CommandResult } from './result.ts'
import type { Stage } from './stage.ts'

/** Runs one command of a `setup`, `check`, `question` or `cleanup` block: in a shell of its own, on no terminal. */
export const runHidden = async (
  stage: Stage,
  block: Block,
  command: Command,
  within: number | undefined,
): Promise<{ result: CommandResult; verdict: Verdict }> => {
  const { lab, machine, variables, signal } = stage
  const started = performance.now()
  const text = substitute(command.text, variables)
  const timeout = timeoutOf(stage, block)
  const { verdict, output, exit } = await tryWithin(within, async () => {
    signal?.throwIfAborted()
    const on = command.prompt
    const out = await machine.exec(`exec 2>&1\n${text}`, { timeout, on, ...(signal ? { signal } : {}) })
    signal?.throwIfAborted()
    const late = out.exit === undefined ? { failure: say('late', { seconds: timeout / 1000 }) } : {}
    const verdict = judge(block, command, { output: out.stdout, exit: out.exit, ...late }, variables)
    return { verdict, output: out.stdout, exit: out.exit }
  })
  const result: CommandResult = {
    file: lab.file,
    line: command.position.line,
    terminal: command.prompt,
    command: text,
    ok: verdict.ok,
    exit: exit ?? null,
    output,
    ...printedUnder(command),
    ms: performance.now() - started,
    ...(verdict.ok ? {} : { reason: verdict.reason, at: verdict.at }),
  }
  return { result, verdict }
}
