/** A line of a lesson, taken apart for a page: text, and what stands for something else. */
import { tokenise } from '../../runner/expect/tokens.ts'

export type Part =
  | string
  | { name: string; type?: string }
  /** Any text. */
  | { any: true }
  /** Any number of lines. */
  | { gap: true }
  | { pattern: string }

/** A printed line of output. */
export function outputParts(line: string): Part[] {
  if (line.trim() === '...') return [{ gap: true }]
  return tokenise(line).tokens.map((token): Part => {
    switch (token.kind) {
      case 'name':
        return token.type ? { name: token.name, type: token.type } : { name: token.name }
      case 'any':
        return { any: true }
      case 'regex':
        return literal(token.regex) ?? { pattern: token.regex }
      default:
        return token.source
    }
  })
}

/** Prose or a command: only names that are known stand for something. */
export function textParts(text: string, names: ReadonlySet<string>): Part[] {
  const parts: Part[] = []
  for (const token of tokenise(text).tokens) {
    const isName = token.kind === 'name' && token.type === undefined && names.has(token.name)
    if (isName) parts.push({ name: token.name })
    else if (typeof parts.at(-1) === 'string') parts[parts.length - 1] += token.source
    else parts.push(token.source)
  }
  return parts
}

/** What a regular expression stands for that only keeps text from being read otherwise, as in `{/\$/}`. */
const literal = (regex: string): string | undefined =>
  /^(?:\\[^\w\s]|[^\\^$.*+?()[\]{}|])*$/.test(regex) ? regex.replace(/\\(.)/g, '$1') : undefined
