/** A lesson's Markdown as something to show: steps, without their hints. */
import type { Root, RootContent } from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { readHints } from '../lab/hints.ts'
import type { Command, Lab, Step } from '../lab/lab.ts'
import { readMarkdown } from '../lab/markdown.ts'
import { SourceText } from '../lab/source-text.ts'

const markdown = unified().use(remarkParse).use(remarkFrontmatter, ['yaml']).freeze()

/** VitePress's containers (`::: tip`), and what each is called where it has no title of its own. */
const LABELS: Record<string, string> = {
  tip: 'Tip',
  info: 'Note',
  warning: 'Warning',
  danger: 'Danger',
  details: 'Details',
}

export interface Document {
  /** What stands above the first step, but for the lesson's title. */
  opening: RootContent[]
  /** What stands below each step's heading. */
  steps: Map<Step, RootContent[]>
  /** A command's prompt as it is printed: `box#`. */
  promptOf(command: Command): string
}

/** Reads a lesson's source for showing. Its blocks are found again by their lines. */
export const readDocument = (source: string, lab: Lab): Document => {
  const text = new SourceText(source, lab.file)
  const hidden = new Set<number>()
  for (const { from, to } of readHints(readMarkdown(source), text)) {
    for (let line = from; line <= to; line++) hidden.add(line)
  }
  const shown = text.lines.map((line, index) => (hidden.has(index + 1) ? '' : line))
  const nodes = parseMarkdown(shown.join('\n'))
  const first = lab.steps[0]!.lines.from
  return {
    opening: nodes.filter((node) => lineOf(node) < first && !(node.type === 'heading' && node.depth === 1)),
    steps: new Map(
      lab.steps.map((step) => [
        step,
        nodes.filter((node) => lineOf(node) > step.position.line && lineOf(node) <= step.lines.to),
      ]),
    ),
    promptOf({ prompt, position: { line, column } }) {
      const printed = text.line(line).slice(column - 1)
      return prompt + (/[$#]/.exec(printed)?.[0] ?? '$')
    },
  }
}

/** Markdown as nodes; a container becomes the paragraphs that it holds, under its title. Lines stay where they are. */
export const parseMarkdown = (source: string): RootContent[] => {
  const code = linesOfCode(markdown.parse(source))
  const lines = source.split('\n').map((line, index) => (code.has(index + 1) ? line : withoutContainer(line)))
  return markdown.parse(lines.join('\n')).children
}

const withoutContainer = (line: string): string => {
  const [, name, title = ''] = /^ {0,3}:{3,}[ \t]*(?:([a-z][a-z-]*)[ \t]*(.*))?$/i.exec(line) ?? []
  if (name === undefined) return /^ {0,3}:{3,}[ \t]*$/.test(line) ? '' : line
  const label = title || LABELS[name]
  return label ? `**${label}:**` : ''
}

const linesOfCode = (root: Root): Set<number> => {
  const lines = new Set<number>()
  const open: (Root | RootContent)[] = [root]
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'code') {
      for (let line = node.position!.start.line; line <= node.position!.end.line; line++) lines.add(line)
    } else if ('children' in node) open.push(...node.children)
  }
  return lines
}

const lineOf = (node: RootContent): number => node.position!.start.line
