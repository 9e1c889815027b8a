import type { Code, Nodes, Root } from 'mdast'
import type { Position } from './lab.ts'
import type { BlockLine } from './prompts.ts'
import { type SourceText, splitLines } from './source-text.ts'

/** A fenced code block, of any language. */
export interface Fence {
  /** Where its opening fence stands. */
  position: Position
  /** The first word of the info string, and where it stands. */
  language: string
  languagePosition: Position
  /** The rest of the info string, and where it begins. */
  info: string
  infoPosition: Position
  lines: BlockLine[]
  /** What stands before its lines in the file. */
  indent: string
  /** False where nothing closes it. */
  closed: boolean
}

const OPENING = /^(`{3,}|~{3,})([ \t]*)(\S*)([ \t]*)(.*)$/

/** Every fenced code block of a document, in order, also those in lists and quotes. */
export function readFences(root: Root, source: SourceText): Fence[] {
  const fences: Fence[] = []
  // A stack, not recursion: quotes nest as deep as their author likes.
  const open: Nodes[] = [root]
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'code') {
      const fence = readFence(node, source)
      if (fence) fences.push(fence)
    } else if ('children' in node) open.push(...node.children.toReversed())
  }
  return fences
}

function readFence(node: Code, source: SourceText): Fence | undefined {
  const { start, end } = node.position!
  const { line, column } = start
  const match = OPENING.exec(source.line(line).slice(column - 1))
  if (!match) return undefined
  const [, marks = '', blanks = '', language = '', gap = '', info = ''] = match
  const languageColumn = column + marks.length + blanks.length

  const count = end.line - line
  const values = splitLines(node.value)
  const closing = source.line(end.line).slice(0, end.column - 1)
  // Where nothing closes a fence, its last line is one of its own.
  const closed = count > 0 && endsFence(closing, marks) && (node.value === '' || values.length < count)

  const lines: BlockLine[] = []
  for (let i = 0; i < (closed ? count - 1 : count); i++)
    lines.push(locate(values[i] ?? '', line + 1 + i, source))
  const sample = lines.find(({ text }) => text !== '')
  const indent = sample
    ? source.line(sample.position.line).slice(0, sample.position.column - 1)
    : source
        .line(line)
        .slice(0, column - 1)
        .replace(/[^>\s]/g, ' ')
  return {
    position: { line, column },
    language,
    languagePosition: { line, column: languageColumn },
    info: info.trimEnd(),
    infoPosition: { line, column: languageColumn + language.length + gap.length },
    lines,
    indent,
    closed,
  }
}

/** CommonMark 4.5: the closing fence has the same mark, at least as often, and nothing after it. */
function endsFence(line: string, marks: string): boolean {
  return line.trimEnd().endsWith(marks)
}

/** Where the text of a line begins in the file, behind indentation and quote marks. */
function locate(text: string, line: number, source: SourceText): BlockLine {
  const whole = source.line(line)
  // Of a tab that is cut in two by its indentation, CommonMark leaves blanks that are not in the file.
  const there = whole.endsWith(text) ? text : text.trimStart()
  return { text, position: { line, column: whole.length - there.length + 1 } }
}
