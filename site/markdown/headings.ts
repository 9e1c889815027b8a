/** The ids of headings, and the number and the tick of each step. */
import { bound, escapeHtml } from './html.ts'
import { lessonOf } from './lesson.ts'
import type { Markdown, StateCore, Token } from './markdown-it.ts'

const ID = /\s*\{#([a-z][a-z0-9-]*)\}\s*$/

export function headings(md: Markdown): void {
  // Before VitePress makes an anchor of the title.
  md.core.ruler.after('inline', 'heading_ids', ({ tokens }) => {
    for (const [at, token] of tokens.entries())
      if (token.type === 'heading_open') takeId(token, tokens[at + 1]!)
  })
  md.core.ruler.push('step_marks', (state) => {
    const lesson = lessonOf(state.env)
    if (!lesson || state.inlineMode || state.env.forSearch) return
    for (const [at, token] of state.tokens.entries()) {
      if (token.type !== 'heading_open' || token.tag !== 'h2') continue
      const number = lesson.lab.steps.findIndex(({ id }) => id === token.attrGet('id')) + 1
      if (number === 0) continue
      const id = escapeHtml(lesson.lab.steps[number - 1]!.id)
      const mark = html(state, 'html_inline', `<StepMark step="${id}"${bound('number', number)} />`)
      state.tokens[at + 1]!.children!.unshift(mark)
    }
    const title = state.tokens.findIndex(({ type, tag }) => type === 'heading_close' && tag === 'h1')
    state.tokens.splice(title + 1, 0, html(state, 'html_block', '<LabFacts />\n'))
  })
}

function takeId(heading: Token, title: Token): void {
  const last = title.children?.findLast(({ type }) => type === 'text')
  const id = last && ID.exec(last.content)?.[1]
  if (!last || !id) return
  last.content = last.content.replace(ID, '')
  title.content = title.content.replace(ID, '')
  heading.attrSet('id', id)
}

function html(state: StateCore, type: string, content: string): Token {
  const token = new state.Token(type, '', 0)
  token.content = content
  return token
}
