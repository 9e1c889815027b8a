import { readFileSync, writeFileSync } from 'node:fs'
import { compile } from '../expect/compile.ts'
import { rewrite } from '../expect/rewrite.ts'
import type { Lab } from '../lab/lab.ts'
import { type Replacement, updateSource } from '../lab/update-source.ts'
import type { PlayEvent } from '../play/events.ts'
import { count } from '../report/count.ts'

/** Collects what came where it was not what is printed, for `--update`. */
export class Updates {
  readonly #replacements = new Map<string, Replacement[]>()

  note(event: PlayEvent): void {
    // A command that did not end, or was not run, printed nothing that could be accepted.
    if (event.type !== 'command-ended') return
    const { lab, block, command, result, variables } = event
    const { exit, ok, output: came } = result
    if (ok || exit === null) return
    if (block.kind !== 'console' || command.enters) return
    const compiled = compile(command.expected, block.options)
    if (!compiled.ok) return
    const { expectation } = compiled
    const output = expectation.compared ? rewrite(expectation, came, variables) : []
    const replacements = this.#replacements.get(lab.file) ?? []
    replacements.push({ command, output, exit })
    this.#replacements.set(lab.file, replacements)
  }

  /** Writes the files that change, and returns a line for each; one that was edited meanwhile is left alone. */
  write(read: readonly { lab: Lab; source: string }[]): string[] {
    return read.flatMap(({ lab, source }) => {
      const { file } = lab
      const replacements = this.#replacements.get(file) ?? []
      const updated = updateSource(source, lab, replacements)
      if (updated === source) return []
      try {
        if (readFileSync(file, 'utf8') !== source)
          return [`${file} was edited meanwhile: nothing was accepted. Say -u again.`]
        writeFileSync(file, updated)
      } catch (error) {
        return [`${file} can't be written: ${(error as Error).message}. Nothing was accepted.`]
      }
      return [`updated ${file}: the output of ${count(replacements.length, 'command')}`]
    })
  }
}
