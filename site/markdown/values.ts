/** `{host.ip}` in prose, inline code included, as a component that shows the machine's value; `{{` as plain text. */
import { escapeHtml, escapeText } from './html.ts'
import { lessonOf } from './lesson.ts'
import type { Markdown, StateCore, Token } from './markdown-it.ts'
import { textParts } from './parts.ts'

export function values(md: Markdown): void {
  md.renderer.rules.text = (tokens, at) => escapeText(tokens[at]!.content)
  md.core.ruler.push('live_values', (state) => {
    const names = lessonOf(state.env)?.names
    if (!names || state.env.forSearch) return
    for (const token of state.tokens)
      if (token.children) token.children = token.children.flatMap((child) => withValues(child, names, state))
  })
}

function withValues(token: Token, names: ReadonlySet<string>, state: StateCore): Token[] {
  if (token.type !== 'text' && token.type !== 'code_inline') return [token]
  const parts = textParts(token.content, names)
  if (parts.every((part) => typeof part === 'string')) return [token]
  const made = new state.Token('html_inline', '', 0)
  const content = parts.map((part) =>
    typeof part === 'object' && 'name' in part
      ? `<LiveValue name="${escapeHtml(part.name)}" />`
      : escapeText(String(part)),
  )
  made.content = token.type === 'code_inline' ? `<code>${content.join('')}</code>` : content.join('')
  return [made]
}
