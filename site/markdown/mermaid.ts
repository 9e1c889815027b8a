/** Mermaid's pictures, drawn while the site is built. */
import { renderMermaidASCII, renderMermaidSVG } from 'beautiful-mermaid'
import { escapeHtml } from './html.ts'
import type { Markdown } from './markdown-it.ts'

export function mermaid(md: Markdown): void {
  const fence = md.renderer.rules.fence!
  md.renderer.rules.fence = (tokens, at, options, env, self) => {
    const { info, content } = tokens[at]!
    if (info.trim() !== 'mermaid') return fence(tokens, at, options, env, self)
    return env.forSearch ? '' : picture(content)
  }
}

/** The picture as a figure of its own, without anything from elsewhere. */
export function picture(source: string): string {
  const svg = renderMermaidSVG(source)
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/ style="--bg[^"]*"/, '')
  return `<figure class="picture" v-pre role="img" aria-label="${escapeHtml(renderMermaidASCII(source))}">${svg}</figure>\n`
}
