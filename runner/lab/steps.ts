import type { Heading, Root } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { Position, Step } from './lab.ts'
import { plainTitle } from './markdown.ts'
import type { SourceText } from './source-text.ts'

const ID = /^[a-z][a-z0-9-]*$/

/** Every `##` heading of a document as a step without blocks, its section up to the next one. */
export function readSteps(root: Root, source: SourceText, isProse: (line: number) => boolean): Step[] {
  const headings = root.children.filter(
    (node): node is Heading =>
      node.type === 'heading' && node.depth === 2 && !isProse(node.position!.start.line),
  )
  const steps: Step[] = []
  const byId = new Map<string, Step>()
  for (const [index, heading] of headings.entries()) {
    const next = headings[index + 1]
    const step = readStep(heading, next ? next.position!.start.line - 1 : source.lastLine, source)
    const first = byId.get(step.id)
    if (first && ID.test(step.id)) refuseDuplicate(step, first, anchorPosition(heading, source), source)
    else byId.set(step.id, step)
    steps.push(step)
  }
  if (steps.length === 0) {
    source.refuse(
      'no-step',
      { line: 1, column: 1 },
      'The lesson has no step.',
      'Begin its first step with a heading, such as `## The first step {#first-step}`.',
    )
  }
  return steps
}

function readStep(heading: Heading, to: number, source: SourceText): Step {
  const { start } = heading.position!
  const position = { line: start.line, column: start.column }
  const text = textOf(heading).trim()
  const anchor = text.endsWith('}') ? text.lastIndexOf('{#') : -1
  const title = plainTitle(anchor === -1 ? text : text.slice(0, anchor))
  const id = anchor === -1 ? '' : text.slice(anchor + 2, -1)

  if (title === '') {
    source.refuse(
      'untitled-step',
      position,
      'This step has no title.',
      'Write one, as in `## The first step {#first-step}`.',
    )
  } else if (anchor === -1) {
    source.refuse(
      'step-without-id',
      position,
      `The step "${title}" has no id.`,
      `Write it at the heading's end: \`{#${idFor(title, start.line)}}\`.`,
    )
  } else if (!ID.test(id)) {
    source.refuse(
      'malformed-id',
      anchorPosition(heading, source),
      `\`{#${id}}\` is no step id.`,
      `Use small letters, digits and hyphens, a letter first: \`{#${idFor(id, start.line)}}\`.`,
    )
  }
  return {
    id,
    title,
    position,
    lines: { from: start.line, to: Math.max(to, start.line) },
    blocks: [],
    hints: [],
  }
}

/** Where `{#id}` stands. A heading that is underlined may run over several lines. */
function anchorPosition(heading: Heading, source: SourceText): Position {
  const { start, end } = heading.position!
  for (let line = end.line; line >= start.line; line--) {
    const at = source.line(line).lastIndexOf('{#')
    if (at !== -1) return { line, column: at + 1 }
  }
  return { line: start.line, column: start.column }
}

function refuseDuplicate(step: Step, first: Step, position: Position, source: SourceText): void {
  const message = `Two steps have the id \`${step.id}\`: lines ${first.position.line} and ${step.position.line}.`
  source.refuse(
    'duplicate-step',
    position,
    message,
    `Give one of them another id, such as \`{#${step.id}-2}\`.`,
  )
}

/** An id made of a title, to be suggested. */
function idFor(title: string, line: number): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? []
  const id = words
    .join('-')
    .replace(/^[0-9-]+/, '')
    .slice(0, 40)
    .replace(/-$/, '')
  return id || `step-${line}`
}
