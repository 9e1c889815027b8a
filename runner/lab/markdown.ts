import type { Root } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import remarkFrontmatter from 'remark-frontmatter'
import remarkParse from 'remark-parse'
import { type Processor, unified } from 'unified'

/**
 * What stands inside a paragraph. Its emphasis takes more than quadratic time on hostile text
 * (80 kB of `*a_ ` take 40 s), and nothing of it runs: only titles are read that far.
 */
const INLINE = [
  ...['attention', 'autolink', 'characterEscape', 'characterReference', 'codeText', 'hardBreakEscape'],
  ...['htmlText', 'labelEnd', 'labelStartImage', 'labelStartLink'],
]

function withoutInline(this: Processor): void {
  const data = this.data()
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { disable: { null: INLINE } }]
}

const blocks = unified().use(remarkParse).use(remarkFrontmatter, ['yaml']).use(withoutInline).freeze()
const whole = unified().use(remarkParse).freeze()

/** Letters of a title that are read as Markdown. */
const LONGEST_TITLE = 500

/** The blocks of a document, with their places; paragraphs and headings hold their text as it stands there. */
export const readMarkdown = (text: string): Root => blocks.parse(text)

/** The words of a title, without its emphasis, links and backquotes. */
export const plainTitle = (title: string): string =>
  textOf(whole.parse(`# ${title.replace(/\s+/g, ' ').slice(0, LONGEST_TITLE)}`)).trim()
