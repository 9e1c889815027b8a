/**
 * From a printed line and the values known so far to one RE2 expression for the whole line.
 * RE2 takes time in proportion to the line, whatever the pattern.
 */
import { RE2JS } from 're2js'
import { flatten, joinBlanks } from './blanks.ts'
import { isFact } from './expectation.ts'
import type { Token } from './tokens.ts'
import { isOfType, typeSource } from './types.ts'

/** What remains of the tokens once known names are replaced by their values. */
export type Atom =
  /** Literal; `text` has single spaces for runs of blanks, perhaps also at its ends. */
  | { kind: 'text'; text: string }
  /** Any text, also none; with a name it captures. */
  | { kind: 'any'; name?: string }
  | { kind: 'regex'; source: string; name?: string }

/** The atoms of a line; undefined where no line can match, since a known value is not what its type says. */
export const atomsOf = (
  tokens: readonly Token[],
  bindings: ReadonlyMap<string, string>,
): Atom[] | undefined => {
  const atoms: Atom[] = []
  for (const token of tokens) {
    const atom = atomOf(token, bindings)
    const last = atoms.at(-1)
    if (atom === undefined) return undefined
    if (atom.kind === 'text' && last?.kind === 'text') last.text += atom.text
    else atoms.push(atom)
  }
  for (const atom of atoms) if (atom.kind === 'text') atom.text = joinBlanks(atom.text)
  const [first] = atoms
  if (first?.kind === 'text') first.text = first.text.replace(/^ /, '')
  const last = atoms.at(-1)
  if (last?.kind === 'text') last.text = last.text.replace(/ $/, '')
  return atoms.filter((atom) => atom.kind !== 'text' || atom.text !== '')
}

const atomOf = (token: Token, bindings: ReadonlyMap<string, string>): Atom | undefined => {
  if (token.kind === 'text') return { kind: 'text', text: token.source }
  if (token.kind === 'any') return { kind: 'any' }
  if (token.kind === 'regex') return { kind: 'regex', source: `(?:${token.regex})` }
  const { name, type } = token
  const value = bindings.get(name)
  if (value !== undefined) {
    return type !== undefined && !isOfType(value, type) ? undefined : { kind: 'text', text: value }
  }
  if (isFact(name)) return undefined
  return type === '*' ? { kind: 'any', name } : { kind: 'regex', source: typeSource(type ?? 'word'), name }
}

/** The line as text, blanks joined, where nothing in it is open any more. */
export const literalText = (
  tokens: readonly Token[],
  bindings: ReadonlyMap<string, string>,
): string | undefined => {
  const atoms = atomsOf(tokens, bindings)
  if (!atoms?.every((atom) => atom.kind === 'text')) return undefined
  return atoms.map((atom) => atom.text).join('')
}

export interface LineRegex {
  source: string
  /** The group of each capture, in order; a name that stands twice is here twice. */
  groups: readonly { name: string; group: string }[]
}

/**
 * One expression for the atoms. `{*}` takes as little as it can, and where it stands between blanks and takes
 * nothing, the blanks on its two sides are one run: `a {*} b` matches `a b`.
 * @param partial the atoms are only the beginning of a line
 */
export const regexOf = (atoms: readonly Atom[], partial = false): LineRegex => {
  const groups: { name: string; group: string }[] = []
  const capturing = (source: string, name: string | undefined): string => {
    if (name === undefined) return source
    // No name that a lesson's own expression would use.
    const group = `_labwright_${groups.length}`
    groups.push({ name, group })
    return `(?P<${group}>${source})`
  }

  // From here on everything may be nothing, so the blanks may be missing too.
  const tail = partial ? atoms.length : atoms.findLastIndex((atom) => !mayBeNothing(atom)) + 1
  const blankAt = (index: number): string => (index >= tail ? '(?:[ \\t]+|$)' : '[ \\t]+')

  let source = ''
  let afterBlank = true
  let blankTaken = false
  for (const [index, atom] of atoms.entries()) {
    if (atom.kind === 'text') {
      source += textSource(blankTaken ? atom.text.slice(1) : atom.text, blankAt(index + 1))
      afterBlank = atom.text.endsWith(' ')
      blankTaken = false
    } else if (atom.kind === 'regex') {
      source += capturing(atom.source, atom.name)
      afterBlank = false
    } else {
      const next = atoms[index + 1]
      const any = capturing('.*?', atom.name)
      blankTaken = afterBlank && next?.kind === 'text' && next.text.startsWith(' ')
      source += blankTaken ? `(?:${any}${blankAt(index + 1)})?` : any
      afterBlank = blankTaken
    }
  }
  return { source, groups }
}

const mayBeNothing = (atom: Atom): boolean =>
  atom.kind === 'any' || (atom.kind === 'text' && flatten(atom.text) === '')

const textSource = (text: string, lastBlank: string): string => {
  const words = text.split(' ').map((word) => RE2JS.quote(word))
  return words.length > 1 && words.at(-1) === ''
    ? words.slice(0, -1).join('[ \\t]+') + lastBlank
    : words.join('[ \\t]+')
}
