import type { Root } from 'mdast'
import { readBlock } from './blocks.ts'
import { type Fence, readFences } from './fences.ts'
import { readFrontmatter } from './frontmatter.ts'
import { type Hint, readHints } from './hints.ts'
import type { Block, Lab, Step } from './lab.ts'
import { readMarkdown } from './markdown.ts'
import type { Problem } from './problem.ts'
import { inOrder, SourceText } from './source-text.ts'
import { readSteps } from './steps.ts'
import { assignTerminals } from './terminals.ts'

/** What came of reading a lesson. There is a lab only where no problem is an error. */
export interface Parsed {
  lab?: Lab
  problems: Problem[]
}

/**
 * Reads a lesson in Markdown. Never throws: whatever is malformed is among the problems, in the
 * order of the file, each with its place and its mend.
 *
 * @param file what problems and the lab name as their file; the lab's name is taken from it
 */
export function parse(text: string, file: string): Parsed {
  const source = new SourceText(text, file)
  const root = readMarkdown(text)
  const yaml = root.children.find((node) => node.type === 'yaml')
  const frontmatter = readFrontmatter(yaml, source)
  const hints = readHints(root, source)
  const isHint = (line: number): boolean => hints.some(({ from, to }) => from <= line && line <= to)
  const steps = readSteps(root, source, isHint)
  const blocks = readBlocks(root, steps, isHint, source)
  placeHints(hints, steps, source)
  assignTerminals({ blocks, steps, requires: frontmatter?.requires ?? [] }, source)

  const problems = inOrder(source.problems)
  if (!frontmatter || problems.some(({ severity }) => severity === 'error')) return { problems }
  return { lab: { name: labName(file), file, ...frontmatter, blocks, steps }, problems }
}

/** Puts every block into its step, and returns those that stand before the first. */
function readBlocks(
  root: Root,
  steps: Step[],
  isHint: (line: number) => boolean,
  source: SourceText,
): Block[] {
  const before: Block[] = []
  for (const fence of readFences(root, source)) {
    // What an unclosed fence holds is not what its author meant it to hold.
    if (!fence.closed) refuseUnclosed(fence, source)
    const block = fence.closed && !isHint(fence.position.line) ? readBlock(fence, source) : undefined
    if (!block) continue
    const step = stepAt(steps, fence.position.line)
    if (!step && block.kind !== 'setup' && block.kind !== 'cleanup') {
      const message = `This ${block.kind} block stands before the first step.`
      source.refuse(
        'block-outside-step',
        fence.position,
        message,
        'Move it below a `##` heading; only setup and cleanup may stand here.',
      )
    }
    const list = step?.blocks ?? before
    list.push(block)
  }
  return before
}

function refuseUnclosed(fence: Fence, source: SourceText): void {
  const marks = /^(`+|~+)/.exec(source.line(fence.position.line).slice(fence.position.column - 1))![0]
  source.refuse(
    'unclosed-fence',
    fence.position,
    'Nothing closes this block; it runs on to the end.',
    `Write a line with ${marks} alone where it ends, indented like the first.`,
  )
}

function placeHints(hints: Hint[], steps: Step[], source: SourceText): void {
  for (const { from, column, markdown: text } of hints) {
    const step = stepAt(steps, from)
    if (step) step.hints.push(text)
    else
      source.refuse(
        'hint-outside-step',
        { line: from, column },
        'This hint stands before the first step.',
        'Move it below the `##` heading of the step that it helps with.',
      )
  }
}

const stepAt = (steps: Step[], line: number): Step | undefined =>
  steps.findLast(({ lines }) => lines.from <= line)

/** `labs/veth/index.fr.md` is the lab `veth`; `ping.md` is `ping`. */
function labName(file: string): string {
  const parts = file.split(/[\\/]/)
  const name = parts.pop()!.replace(/\.(md|markdown)$/i, '')
  return /^index(\.[a-z]{2})?$/.test(name) ? parts.pop() || name : name
}
