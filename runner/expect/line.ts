/** One line of output against one printed line. */
import { RE2JS } from 're2js'
import { flatten } from './blanks.ts'
import type { Budget } from './budget.ts'
import type { PatternLine } from './expectation.ts'
import type { OutputLine } from './output.ts'
import { likelyValues } from './repeat.ts'
import { atomsOf, type LineRegex, literalText, regexOf } from './source.ts'

/** Values by name. */
export type Bindings = ReadonlyMap<string, string>

/**
 * Whether a line of output is what a printed line says, and what it captures then; undefined where it is not.
 * A line is read in one way: `{*}` takes as little as it can, the other captures as much as they can.
 * @throws BudgetGone
 */
export type ReadLine = (pattern: PatternLine, line: OutputLine, bindings: Bindings) => Bindings | undefined

/** A printed line made ready for the values known so far. */
type Form = { /** Units to make it. */ cost: number } & (
  | { kind: 'never' }
  | { kind: 'text'; text: string }
  | (LineRegex & {
      kind: 'regex'
      regex: RE2JS
      /** What a line must start with and must hold: told much faster than by the expression. */
      start: string
      needle: string
      /** Units for each character of a line: to say whether it matches, and where its captures lie. */
      testCost: number
      captureCost: number
    })
)

const NOTHING: Bindings = new Map()
const FORMS_KEPT = 64

/** Made once and kept while the expectation lives: an expression takes half a millisecond to compile. */
const forms = new WeakMap<PatternLine, Map<string, Form>>()

export const lineReader = (budget: Budget): ReadLine => {
  // What was made for an earlier match is paid for as if it were made now, so that a match never depends on others.
  const paid = new Set<Form>()

  const formOf = (pattern: PatternLine, bindings: Bindings): Form => {
    const kept = forms.get(pattern) ?? new Map<string, Form>()
    forms.set(pattern, kept)
    const values = pattern.names.map((name) => bindings.get(name))
    const key = values.length === 0 ? '' : JSON.stringify(values)
    const known = kept.get(key)
    const form = known ?? formFor(pattern, bindings, budget)
    if (known === undefined) {
      if (kept.size >= FORMS_KEPT) kept.clear()
      kept.set(key, form)
    } else if (!paid.has(form)) budget.spend(form.cost)
    paid.add(form)
    return form
  }

  const read: ReadLine = (pattern, line, bindings) => {
    const form = formOf(pattern, bindings)
    budget.spend(1)
    if (form.kind === 'never') return undefined
    if (form.kind === 'text') return form.text === line.flat ? NOTHING : undefined
    if (!line.flat.startsWith(form.start) || !line.flat.includes(form.needle)) return undefined
    budget.spend(4 + line.raw.length * form.testCost)
    if (!form.regex.testExact(line.raw)) return undefined
    if (form.groups.length === 0) return NOTHING

    budget.spend(50 + line.raw.length * form.captureCost)
    const matcher = form.regex.matcher(line.raw)
    if (!matcher.matches()) return undefined
    const captured = new Map<string, string>()
    let unequal: string | undefined
    for (const { name, group } of form.groups) {
      const value = matcher.group(group) ?? ''
      const before = captured.get(name)
      if (before === undefined) captured.set(name, value)
      else if (flatten(before) !== flatten(value)) unequal ??= name
    }
    if (unequal === undefined) return captured

    // RE2 has no back-references: a name that stands twice, and is new, is tried with one likely value after another.
    for (const value of likelyValues(pattern, unequal, line.raw, budget)) {
      const rest = read(pattern, line, new Map(bindings).set(unequal, value))
      if (rest !== undefined) return new Map(rest).set(unequal, value)
    }
    return undefined
  }
  return read
}

const formFor = (pattern: PatternLine, bindings: Bindings, budget: Budget): Form => {
  const atoms = atomsOf(pattern.tokens, bindings)
  const smallCost = 5 + pattern.text.length / 8
  budget.spend(smallCost)
  if (atoms === undefined) return { kind: 'never', cost: smallCost }
  const text = literalText(pattern.tokens, bindings)
  if (text !== undefined) return { kind: 'text', text, cost: smallCost }

  const texts = atoms.map((atom) => (atom.kind === 'text' ? flatten(atom.text) : ''))
  const line = regexOf(atoms)
  const cost = 2_000 + 12 * line.source.length
  budget.spend(cost)
  const regex = compileWhole(line.source, budget)
  const size = regex.programSize()
  const ownRegex = pattern.tokens.some((token) => token.kind === 'regex')
  return {
    ...line,
    kind: 'regex',
    cost,
    regex,
    start: texts[0] ?? '',
    needle: texts.reduce((longest, text) => (text.length > longest.length ? text : longest), ''),
    // Measured: 25 ns a character by automaton; up to 17 ns a character and instruction where there is none.
    testCost: ownRegex ? size / (size > 200 ? 6 : 20) : 0.25,
    captureCost: size / 6,
  }
}

/** Each part has been compiled before; only their sum can be too much, and then there is no budget for it. */
const compileWhole = (source: string, budget: Budget): RE2JS => {
  try {
    return RE2JS.compile(source)
  } catch (error) {
    budget.spend(Number.POSITIVE_INFINITY)
    throw error
  }
}
