/** How commands and what is printed under them are shown to a learner. */
import { compile } from '../expect/compile.ts'
import { isFact } from '../expect/expectation.ts'
import { substitute } from '../expect/substitute.ts'
import { tokenise } from '../expect/tokens.ts'
import type { Command, Lab } from '../lab/lab.ts'
import type { Variables } from '../play/variables.ts'
import type { Paint } from './paint.ts'
import { cutText } from './width.ts'

/** What a lesson's text is set with. */
export interface View {
  paint: Paint
  columns: number
  variables: Variables
  /** The names that the lab captures. */
  captured: ReadonlySet<string>
  /** A command's prompt as it is printed: `box#`. */
  promptOf: (command: Command) => string
  isDone?: (command: Command) => boolean
}

/** A printed line as a learner reads it: known values filled in, `{id:hex}` as `<id>`, whatever may come as `…`. */
export const readableLine = (line: string, variables: Variables): string => {
  if (line.trim() === '...') return '…'
  return tokenise(line)
    .tokens.map((token) => {
      if (token.kind === 'text') return token.source
      if (token.kind === 'name') return variables.get(token.name) ?? `<${token.name}>`
      return '…'
    })
    .join('')
}

/** Prose with known values filled in; a name that is still to be captured stands as `<name>`. */
export const readableProse = (
  text: string,
  { variables, captured }: Pick<View, 'variables' | 'captured'>,
): string =>
  substitute(text, variables).replace(/(?<![${])\{([\w.-]+)\}(?!\})/g, (source, name: string) =>
    captured.has(name) || isFact(name) ? `<${name}>` : source,
  )

/** Every name that a lab captures. */
export const capturedNames = (lab: Lab): Set<string> => {
  const blocks = [lab, ...lab.steps].flatMap((each) => each.blocks)
  const names = blocks.flatMap(({ commands, options }) =>
    commands.flatMap(({ expected }) => {
      const compiled = compile(expected, options)
      return compiled.ok ? compiled.expectation.captures : []
    }),
  )
  return new Set(names)
}

/** Commands stand out, what they print is dim; a bar runs down their side. */
export const consoleLines = (commands: readonly Command[], view: View): string[] => {
  const { paint, columns, variables, promptOf, isDone } = view
  const bar = paint.dim('│')
  return commands.flatMap((command) => {
    const [first = '', ...more] = substitute(command.text, variables).split('\n')
    const printed = [
      ...command.expected.map(({ text }) => readableLine(text, variables)),
      ...(command.exitPosition ? [`(exit status ${command.exit})`] : []),
    ]
    return [
      `${isDone?.(command) ? paint.green('✓') : bar} ${paint.green(promptOf(command))} ${paint.bold(first)}`,
      ...more.map((line) => `${bar} ${paint.green('>')} ${paint.bold(line)}`),
      ...printed.map((line) => `${bar} ${paint.dim(cutText(line, columns - 2))}`),
    ]
  })
}
