import { compile } from '../expect/compile.ts'
import { match } from '../expect/match.ts'
import { rewrite } from '../expect/rewrite.ts'
import type { Block, Command } from '../lab/lab.ts'
import type { Attempt } from './attempt.ts'
import type { Variables } from './variables.ts'

/**
 * Takes what a command fell short with for what was meant, as `--update` will write it: what that captures is known
 * from here on. Without it, the commands that stand on it would be typed with `{name}` in them, and so accepted.
 */
export const accept = (block: Block, command: Command, attempt: Attempt, variables: Variables): void => {
  const { output, exit } = attempt
  const printed = compile(command.expected, block.options)
  if (!printed.ok || exit === undefined) return
  const lines = rewrite(printed.expectation, output, variables)
  const accepted = compile(
    lines.map((text) => ({ text, position: command.position })),
    block.options,
  )
  const found = accepted.ok ? match(accepted.expectation, { output, exit }, exit, variables) : undefined
  if (found?.ok) for (const [name, value] of found.captures) variables.set(name, value)
}
