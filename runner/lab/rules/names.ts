import { compile } from '../../expect/compile.ts'
import type { NameUse } from '../../expect/expectation.ts'
import { tokenise } from '../../expect/tokens.ts'
import type { Command } from '../lab.ts'
import type { SourceText } from '../source-text.ts'

/** Every `{name}` in a command that could stand for a value. Those of the shell's own `{…}` are among them. */
export function namesTyped({ text, position }: Command, source: SourceText): NameUse[] {
  return text.split('\n').flatMap((typed, index) => {
    const line = position.line + index
    const start = source.line(line).length - typed.length + 1
    return tokenise(typed).tokens.flatMap((token) =>
      token.kind === 'name' && token.type === undefined
        ? [{ name: token.name, position: { line, column: start + token.offset } }]
        : [],
    )
  })
}

/** Every `{name}` and `{name:type}` in what is printed under a command; none where it can't be read. */
export function namesExpected({ expected }: Command): readonly NameUse[] {
  const compiled = compile(expected, { unordered: false })
  return compiled.ok ? compiled.expectation.uses : []
}
