/** Links between lessons, which are files on a forge, as addresses of the site. */
import type { Markdown } from './markdown-it.ts'

const LESSON = /^(?:\.\.\/)+(?:labs\/)?([a-z0-9-]+)\/index(?:\.([a-z]{2}))?\.md(#.*)?$/
const SOURCE = /^labs\/([^/]+)\/index(?:\.([a-z]{2}))?\.md$/
const PAGE = /^site\/pages\/([^/.]+)(?:\.([a-z]{2}))?\.md$/

/** Where a source file's page lies: `labs/veth/index.ru.md` is `ru/veth/index.md`. */
export function pageOf(file: string): string {
  const lab = SOURCE.exec(file)
  if (lab) return `${folder(lab[2])}${lab[1]}/index.md`
  const page = PAGE.exec(file)
  return page ? `${folder(page[2])}${page[1]}.md` : file
}

/** The address of the lesson that a link leads to; undefined where it leads elsewhere. */
export function lessonAddress(href: string): string | undefined {
  const [, lab, language, hash = ''] = LESSON.exec(href) ?? []
  return lab && `/${folder(language)}${lab}/${hash}`
}

export function links(md: Markdown): void {
  md.core.ruler.push('lesson_links', ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const address = token.type === 'link_open' && lessonAddress(token.attrGet('href') ?? '')
      if (address) token.attrSet('href', address)
    }
  })
}

const folder = (language: string | undefined): string => (language ? `${language}/` : '')
