import type { Nodes, Root } from 'mdast'
import { nearest } from './nearest.ts'
import type { SourceText } from './source-text.ts'

/** `::: hint` … `:::`. Lines count from 1 and include both fences of the container. */
export interface Hint {
  from: number
  to: number
  column: number
  markdown: string
}

const OPENING = /^( {0,3})(:{3,})[ \t]*([a-z][a-z-]*)(?:[ \t]+(.*))?$/i

/** Containers of VitePress itself, which are prose. */
const CONTAINERS = ['hint', 'tip', 'info', 'warning', 'danger', 'details', 'code-group', 'raw', 'v-pre']

/**
 * Finds the hints of a lesson. A block inside one is a solution that is shown, and never run.
 *
 * Read line by line, as VitePress does (markdown-it-container): the first line of as many colons
 * ends the container, even inside a fence; Markdown's own tree knows nothing of containers.
 */
export function readHints(root: Root, source: SourceText): Hint[] {
  const hints: Hint[] = []
  const code = linesOfCode(root)
  // Where nothing closes a hint, nothing closes a later one of as many colons either.
  let unclosed = Number.POSITIVE_INFINITY
  for (let line = 1; line <= source.lines.length; line++) {
    const match = code.has(line) ? null : OPENING.exec(source.line(line))
    if (!match) continue
    const [, blanks = '', colons = '', name = '', first = ''] = match
    const position = { line, column: blanks.length + 1 }
    if (name !== 'hint') {
      if (!CONTAINERS.includes(name) && nearest(name, ['hint'])) {
        source.warn(
          'unknown-container',
          position,
          `\`${colons} ${name}\` is shown as prose, not as a hint.`,
          'Did you mean `::: hint`?',
        )
      }
      continue
    }
    const to = colons.length >= unclosed ? undefined : closingLine(line, colons.length, source)
    if (to === undefined) {
      unclosed = Math.min(unclosed, colons.length)
      source.refuse(
        'unclosed-hint',
        position,
        'Nothing closes this hint.',
        `Write a line \`${colons}\` where it ends.`,
      )
      continue
    }
    const markdown = [first, ...source.lines.slice(line, to - 1)].join('\n').trim()
    hints.push({ from: line, to, column: position.column, markdown })
    line = to
  }
  return hints
}

function closingLine(opening: number, colons: number, source: SourceText): number | undefined {
  for (let line = opening + 1; line <= source.lines.length; line++) {
    const match = /^ {0,3}(:{3,})[ \t]*$/.exec(source.line(line))
    if (match && match[1]!.length >= colons) return line
  }
  return undefined
}

/** Lines on which a container can't begin: those of code, of HTML and of the frontmatter. */
function linesOfCode(root: Root): Set<number> {
  const lines = new Set<number>()
  const open: Nodes[] = [root]
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'code' || node.type === 'html' || node.type === 'yaml') {
      const { start, end } = node.position!
      for (let line = start.line; line <= end.line; line++) lines.add(line)
    } else if ('children' in node) open.push(...node.children)
  }
  return lines
}
