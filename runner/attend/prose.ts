/** Markdown for a terminal. */
import type { Code, List, PhrasingContent, RootContent } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { Block } from '../lab/lab.ts'
import { consoleLines, readableProse, type View } from './console-text.ts'
import { readTable, tableLines } from './table.ts'
import { type Span, wrap } from './wrap.ts'

/** Lines longer than this are hard to read, however wide the window is. */
const MOST_COLUMNS = 100
/** Columns that what stands inside a list or a quote is set in. */
const INDENT = 4

export interface ProseOptions extends View {
  /** The blocks of the lab that run, by the line of their fence. A fence that is none of them is only shown. */
  blocks?: ReadonlyMap<number, Block>
}

/** Sets Markdown as lines for a terminal. Blocks that are out of sight on the page are out of sight here too. */
export const proseLines = (nodes: readonly RootContent[], options: ProseOptions): string[] =>
  flow(nodes, { ...options, columns: Math.min(options.columns - 1, MOST_COLUMNS) })

/** One node below the other, an empty line between them unless they belong together. */
const flow = (nodes: readonly RootContent[], options: ProseOptions, tight = false): string[] => {
  const parts = nodes.map((node) => nodeLines(node, options)).filter(({ length }) => length > 0)
  return parts.flatMap((lines, index) => (index === 0 || tight ? lines : ['', ...lines]))
}

const nodeLines = (node: RootContent, options: ProseOptions): string[] => {
  const { paint, columns } = options
  switch (node.type) {
    case 'heading':
      return wrap(spansOf(node.children, options, paint.bold), columns)
    case 'paragraph': {
      const table = readTable(readableProse(textOf(node), options))
      return table ? tableLines(table) : wrap(spansOf(node.children, options, plain), columns)
    }
    case 'list':
      return listLines(node, options)
    case 'blockquote':
      return inside(node.children, options, { first: paint.dim('┃ '), rest: paint.dim('┃ '), tight: false })
    case 'code':
      return codeLines(node, options)
    case 'thematicBreak':
      return [paint.dim('─'.repeat(Math.min(columns, 20)))]
    default:
      return []
  }
}

const listLines = (list: List, options: ProseOptions): string[] =>
  list.children.flatMap((item, index) => {
    const mark = list.ordered ? `${(list.start ?? 1) + index}. ` : '• '
    const lines = inside(item.children, options, {
      first: mark.padStart(INDENT),
      rest: ' '.repeat(Math.max(INDENT, mark.length)),
      tight: !list.spread,
    })
    return list.spread && index > 0 ? ['', ...lines] : lines
  })

/** What stands inside a list or a quote: narrower, and with something before each line. */
const inside = (
  nodes: readonly RootContent[],
  options: ProseOptions,
  { first, rest, tight }: { first: string; rest: string; tight: boolean },
): string[] => {
  const lines = flow(nodes, { ...options, columns: options.columns - INDENT }, tight)
  return lines.map((line, index) => (index === 0 ? first : line === '' ? rest.trimEnd() : rest) + line)
}

const codeLines = (node: Code, options: ProseOptions): string[] => {
  const { paint } = options
  const block = options.blocks?.get(node.position!.start.line)
  if (block && block.kind !== 'console') return []
  if (block) return consoleLines(block.commands, options)
  // A picture that only a page can draw.
  if (node.lang === 'mermaid') return []
  return node.value.split('\n').map((line) => `${paint.dim('│')} ${line}`)
}

const plain = (text: string): string => text

/** Text and what it looks like. Looks inside looks add up. */
const spansOf = (nodes: readonly PhrasingContent[], options: ProseOptions, paint: Span['paint']): Span[] =>
  nodes.flatMap((node): Span[] => {
    const within = (look: Span['paint'], children: readonly PhrasingContent[]): Span[] =>
      spansOf(children, options, (text) => paint(look(text)))
    const { bold, italic, cyan, dim, underline, isColorSupported } = options.paint
    const live = (text: string): string => readableProse(text, options)
    switch (node.type) {
      case 'text':
        return [{ text: live(node.value).replaceAll('\n', ' '), paint }]
      case 'inlineCode':
        // Without colours its backquotes tell it from the prose around it.
        return isColorSupported
          ? [{ text: live(node.value), paint: (text) => paint(cyan(text)) }]
          : [{ text: `\`${live(node.value)}\``, paint }]
      case 'strong':
        return within(bold, node.children)
      case 'emphasis':
        return within(italic, node.children)
      case 'link': {
        const words = within(underline, node.children)
        const elsewhere = /^https?:/.test(node.url) && textOf(node) !== node.url
        return elsewhere ? [...words, { text: ` (${node.url})`, paint: dim }] : words
      }
      case 'image':
        return node.alt ? [{ text: `[${node.alt}]`, paint: dim }] : []
      case 'break':
        return [{ text: '\n', paint }]
      case 'html':
        return []
      default:
        return 'children' in node ? spansOf(node.children, options, paint) : []
    }
  })
