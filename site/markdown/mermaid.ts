/** Mermaid's pictures, drawn while the site is built; `{host.ip}` in them is the machine's value. */
import { renderMermaidSVG } from 'beautiful-mermaid'
import { escapeHtml } from './html.ts'
import { lessonOf } from './lesson.ts'
import type { Markdown } from './markdown-it.ts'
import { textParts } from './parts.ts'
import { describePicture } from './picture-text.ts'

export function mermaid(md: Markdown): void {
  const fence = md.renderer.rules.fence!
  md.renderer.rules.fence = (tokens, at, options, env, self) => {
    const { info, content } = tokens[at]!
    if (info.trim() !== 'mermaid') return fence(tokens, at, options, env, self)
    return env.forSearch ? '' : picture(content, lessonOf(env)?.names)
  }
}

/** The picture as a figure of its own, without anything from elsewhere. */
export function picture(source: string, names: ReadonlySet<string> = new Set()): string {
  const svg = renderMermaidSVG(source)
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/ style="--bg[^"]*"/, '')
    .replaceAll(/ data-[\w-]+="[^"]*"/g, '')
    .replaceAll(/(?<=>)[^<>]+(?=<)/g, (text) => withValues(text, names))
  const label = escapeHtml(describePicture(source))
  return `<figure class="picture" role="img" tabindex="0" aria-label="${label}">${svg}</figure>\n`
}

/** Text of the SVG, escaped already, in which Vue reads no `{{`. */
const withValues = (text: string, names: ReadonlySet<string>): string =>
  textParts(text, names)
    .map((part) =>
      typeof part === 'object' && 'name' in part ? `<PictureValue name="${part.name}" />` : String(part),
    )
    .join('')
    .replaceAll('{{', '&#123;{')
