import { blocks } from './blocks.ts'
import { headings } from './headings.ts'
import { hints } from './hints.ts'
import { links } from './links.ts'
import type { Markdown } from './markdown-it.ts'
import { mermaid } from './mermaid.ts'
import { values } from './values.ts'

/** Everything that makes a page of a lesson. */
export function lessonMarkdown(md: unknown): void {
  for (const plugin of [headings, hints, blocks, values, links, mermaid]) plugin(md as Markdown)
}
