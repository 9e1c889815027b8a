import type { Command, Lab } from '../lab/lab.ts'

/**
 * How deep inside other shells each command of a lab's `console` blocks is typed: 0 at a terminal's own prompt,
 * 1 in a container entered from there, and so on. Read off the prompts, as `lab/terminals.ts` gives out terminals.
 */
export const shellDepths = (lab: Lab): Map<Command, number> => {
  const depths = new Map<Command, number>()
  const stacks = new Map<string, string[]>()
  const entering = new Set<string>()
  for (const command of consoleCommands(lab)) {
    const { prompt, terminal } = command
    const stack = stacks.get(terminal) ?? [terminal]
    stacks.set(terminal, stack)
    const at = stack.lastIndexOf(prompt)
    // A shell inside may keep the name of the one around it.
    const entered = entering.delete(terminal) && (at === -1 || at === stack.length - 1)
    if (entered) stack.push(prompt)
    else if (at !== -1) stack.length = at + 1
    depths.set(command, stack.length - 1)
    if (/^\s*(exit|logout)(\s+\d+)?\s*$/.test(command.text) && stack.length > 1) stack.pop()
    if (command.enters) entering.add(terminal)
  }
  return depths
}

/** The commands that a learner types, in the order of the lesson. */
export const consoleCommands = (lab: Pick<Lab, 'steps'>): Command[] =>
  lab.steps.flatMap(({ blocks }) =>
    blocks.filter(({ kind }) => kind === 'console').flatMap(({ commands }) => commands),
  )
