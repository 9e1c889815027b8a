import type { Rule } from './rule.ts'

const FENCE = /^\s*(`{3,}|~{3,})\s*(sh|bash|shell|shellsession|terminal|session|zsh)\s*$/

/** A block with a prompt that is called otherwise is shown, and never run: most often it was meant to be. */
export const fenceLanguage: Rule = {
  name: 'fence-language',
  severity: 'warning',
  *find(_lab, _facts, source) {
    for (const [index, line] of source.lines.entries()) {
      const [, fence, language] = FENCE.exec(line) ?? []
      if (!fence || !/^\s*([a-z][\w-]*)?[$#] \S/.test(source.lines[index + 1] ?? '')) continue
      yield {
        position: { line: index + 1, column: line.indexOf(fence) + 1 },
        message: `A \`${language}\` block is shown, but not run, though a prompt stands in it.`,
        mend: `Call it \`console\` if it is to run: \`${fence}console\`.`,
      }
    }
  },
}
