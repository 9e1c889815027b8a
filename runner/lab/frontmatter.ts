import type { Yaml } from 'mdast'
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml'
import { type Frontmatter, KEYS, SCHEMA } from './frontmatter-schema.ts'
import { type Position, REQUIREMENTS } from './lab.ts'
import { nearest } from './nearest.ts'
import type { SourceText } from './source-text.ts'

/** Reads what stands between the `---` lines at the top. Undefined where it is refused. */
export function readFrontmatter(yaml: Yaml | undefined, source: SourceText): Frontmatter | undefined {
  if (!yaml) {
    refuseMissing(source)
    return undefined
  }
  const { start, end } = yaml.position!
  const text = source.lines.slice(start.line, end.line - 1).join('\n')
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, logLevel: 'silent' })
  const positionAt = (offset: number): Position => {
    const { line, col } = counter.linePos(Math.min(offset, text.length))
    return { line: line + start.line, column: col }
  }
  for (const error of document.errors) {
    source.refuse(
      'malformed-frontmatter',
      positionAt(error.pos[0]),
      `The frontmatter can't be read as YAML: ${error.message}.`,
      'Mend the YAML; put a text with `:` or `#` in it between quotes.',
    )
  }
  // One that leads nowhere, or a bomb of them, would only be found out when values are made of them.
  visit(document, {
    Alias(_, { source: name, range }) {
      const position = positionAt(range![0])
      source.refuse(
        'malformed-frontmatter',
        position,
        `The frontmatter has an alias, \`*${name}\`.`,
        'Write out what it stands for; put a text that begins with `*` between quotes.',
      )
    },
  })
  if (source.problems.length > 0) return undefined
  return checkSchema(document, positionAt, source)
}

function refuseMissing(source: SourceText): void {
  const unclosed = /^---\s*$/.test(source.line(1))
  const message = unclosed ? 'Nothing closes the frontmatter.' : 'The lesson has no frontmatter.'
  const mend = unclosed
    ? 'Write a line `---` where it ends, without blanks before or after.'
    : 'Begin the file with a line `---`, the lines `title:`, `description:` and `minutes:`, and a line `---`.'
  source.refuse('missing-frontmatter', { line: 1, column: 1 }, message, mend)
}

function checkSchema(
  document: Document,
  positionAt: (offset: number) => Position,
  source: SourceText,
): Frontmatter | undefined {
  const value: unknown = document.toJS()
  const result = SCHEMA.safeParse(value ?? {})
  if (result.success) return result.data
  for (const issue of result.error.issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [key]) : [issue.path]
    for (const path of keys) {
      const node = find(document.contents, path)
      const position = node?.range ? positionAt(node.range[0]) : { line: 1, column: 1 }
      const { message, mend } = explain(path, value, issue.code)
      source.refuse('malformed-frontmatter', position, message, mend)
    }
  }
  return undefined
}

function explain(
  path: readonly PropertyKey[],
  value: unknown,
  code: string,
): { message: string; mend: string } {
  const [key] = path.map(String)
  if (key === undefined) {
    return {
      message: 'The frontmatter is not made of keys and values.',
      mend: 'Write one `key: value` a line, such as `title: Host networking`.',
    }
  }
  const known = Object.hasOwn(KEYS, key) ? KEYS[key as keyof typeof KEYS] : undefined
  if (!known) {
    const meant = nearest(key, Object.keys(KEYS))
    return {
      message: `The frontmatter key \`${key}\` is unknown.`,
      mend: meant ? `Did you mean \`${meant}\`?` : `The keys are ${Object.keys(KEYS).join(', ')}.`,
    }
  }
  const given = path.reduce<unknown>(
    (inner, step) => (inner as Record<PropertyKey, unknown> | undefined)?.[step],
    value,
  )
  if (path.length === 1 && given === undefined)
    return { message: `The frontmatter has no \`${key}\`.`, mend: `Add a line such as \`${known.example}\`.` }
  if (code === 'invalid_key')
    return {
      message: `\`${String(path.at(-1))}\` is no name for \`${key}\`.`,
      mend: 'Use letters, digits, `_` and `-`, a letter first.',
    }
  const meant = key === 'requires' && path.length === 2 ? nearest(String(given), REQUIREMENTS) : undefined
  const message = `\`${show(given)}\` stands where \`${key}\` wants ${known.is}.`
  return { message, mend: meant ? `Did you mean \`${meant}\`?` : `Write it as in \`${known.example}\`.` }
}

const show = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** The key in a mapping, or the item in a list, that a path leads to. */
function find(root: unknown, path: readonly PropertyKey[]): Node | undefined {
  let node = root
  let found: Node | undefined
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step))
      if (!pair) return undefined
      found = pair.key as Node
      node = pair.value
    } else if (isSeq(node)) {
      found = node.items[Number(step)] as Node | undefined
      node = found
    } else return found
  }
  return found
}
