import type { Lab } from '../../runner/lab/lab.ts'
import { parse } from '../../runner/lab/parse.ts'

const FRONTMATTER =
  '---\ntitle: T\ndescription: D\nminutes: 5\nrequires: [docker]\ncontainers: [busybox]\n---\n'

/** A whole lesson of one step `{#one}` around a piece of Markdown, which begins at line 9. */
export const lesson = (body: string): string => `${FRONTMATTER}## One {#one}\n${body}\n`

/** The lab of a lesson that must be well formed. */
export function labOf(source: string, file = 'labs/demo/index.md'): Lab {
  const { lab, problems } = parse(source, file)
  if (!lab) throw new Error(`malformed: ${JSON.stringify(problems, null, 2)}`)
  return lab
}

/** ```` ```INFO ```` around some lines. */
export const block = (info: string, ...lines: string[]): string => ['```' + info, ...lines, '```'].join('\n')
