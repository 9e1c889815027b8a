import type { Mismatch, Row } from './mismatch.ts'
import { say } from './sentences.ts'

const MOST_ROWS = 40
/** Rows that still match, shown before the first one that does not. */
const ROWS_BEFORE = 5
const WIDTH = 160
const MOST_VALUES = 12

/**
 * A mismatch in plain lines: a diff (`-` expected, `+` came, a blank for what holds), then sentences that say what fell
 * short, where the nearest line parts from the pattern, what was captured so far, and the exit status if it differs.
 */
export const explain = (mismatch: Mismatch): string[] => {
  const diff = diffLines(mismatch.rows)
  const sentences = [
    ...reasonLines(mismatch),
    ...partingLines(mismatch),
    ...valueLines(mismatch),
    ...exitLines(mismatch),
  ]
  return diff.length === 0 ? sentences : [...diff, '', ...sentences]
}

const diffLines = (rows: readonly Row[]): string[] => {
  const firstBad = rows.findIndex((row) => row.kind !== 'same' && row.kind !== 'gap')
  const from = rows.length <= MOST_ROWS ? 0 : Math.max(0, firstBad - ROWS_BEFORE)
  const shown = rows.slice(from, from + MOST_ROWS)
  return [
    ...cutLine(linesIn(rows.slice(0, from))),
    ...shown.flatMap(diffLine),
    ...cutLine(linesIn(rows.slice(from + shown.length))),
  ]
}

/** A row may itself stand for many that were left out before. */
const linesIn = (rows: readonly Row[]): number =>
  rows.reduce((sum, row) => sum + (row.kind === 'cut' ? row.rows : 1), 0)

const diffLine = (row: Row): string[] => {
  if (row.kind === 'same') return [`  ${cut(row.came)}`]
  if (row.kind === 'missing') return [`- ${cut(row.expected)}`]
  if (row.kind === 'extra') return [`+ ${cut(row.came)}`]
  if (row.kind === 'changed') return [`- ${cut(row.expected)}`, `+ ${cut(row.came)}`]
  if (row.kind === 'gap') return [row.lines === 1 ? say('anyLine') : say('anyLines', { count: row.lines })]
  return cutLine(row.rows)
}

const cutLine = (count: number): string[] => {
  if (count === 0) return []
  return [count === 1 ? say('omittedLine') : say('omittedLines', { count })]
}

const reasonLines = ({ kind, expected, nearest, unknown }: Mismatch): string[] => {
  const pattern = expected && `\`${cut(expected.text.trim())}\``
  if (kind === 'line' && pattern && nearest) return [say('nearest', { pattern, line: nearest.line })]
  if (kind === 'missing' && pattern) return [say('none', { pattern })]
  if (kind === 'extra') {
    if (nearest === undefined) return [say('more')]
    const came = `\`${cut(nearest.text)}\``
    return pattern === undefined
      ? [say('extra', { line: nearest.line, came })]
      : [say('extraBefore', { line: nearest.line, pattern, came })]
  }
  if (kind === 'budget' && pattern) return [say('ambiguous', { pattern })]
  if (kind === 'unknown' && unknown !== undefined) {
    const name = `{${unknown.name}}`
    return unknown.known.length === 0
      ? [say('knowsNothing', { name })]
      : [say('unknown', { name, known: unknown.known.join(', ') })]
  }
  return []
}

/** The pattern and the line one above the other, a caret under each where they part. */
const partingLines = ({ kind, expected, nearest, parting }: Mismatch): string[] => {
  if (kind !== 'line' || expected === undefined || nearest === undefined) return []
  const rows = [
    { row: 'expectedLine', text: expected.text, at: parting?.expected },
    { row: 'cameLine', text: nearest.text, at: parting?.nearest },
  ] as const
  return rows.flatMap(({ row, text, at }) => {
    if (at === undefined) return [say(row, { text: cut(text) })]
    const [visible, caret] = around(text, at)
    return [say(row, { text: visible }), `${' '.repeat(say(row, { text: '' }).length + caret)}^`]
  })
}

const valueLines = ({ captures, wrongType }: Mismatch): string[] => {
  const values = [...captures].map(([name, value]) => `{${name}} = ${cut(value)}`).slice(0, MOST_VALUES)
  if (captures.size > values.length) values.push(`and ${captures.size - values.length} more`)
  const known = values.length === 0 ? [] : [say('knownSoFar', { values: values.join(', ') })]
  if (wrongType === undefined) return known
  const { name, type, value } = wrongType
  return [...known, say('wrongType', { name: `{${name}}`, type, value: `\`${cut(value)}\`` })]
}

const exitLines = ({ exit }: Mismatch): string[] => {
  if (exit === undefined) return []
  if (exit.came === undefined) return [say('notEnded', { expected: exit.expected })]
  return [say('exit', { came: exit.came, expected: exit.expected })]
}

/** Control characters as their pictures, blanks as spaces: one place each, so that a caret stays where it belongs. */
const visible = (text: string): string =>
  text
    .replaceAll('\t', ' ')
    .replace(/[\x00-\x1f]/g, (char) => String.fromCharCode(0x2400 + char.charCodeAt(0)))
    .replaceAll('\x7f', '\u2421')

const cut = (text: string): string =>
  visible(text.length > WIDTH ? `${text.slice(0, WIDTH - 1).replace(/[\ud800-\udbff]$/, '')}…` : text)

/** The part of a text around a place in it, and where the place is in that part. */
const around = (text: string, at: number): [part: string, place: number] => {
  if (text.length <= WIDTH) return [visible(text), at]
  const from = Math.max(0, Math.min(at - WIDTH / 2, text.length - WIDTH + 1))
  const start = from > 0 ? '…' : ''
  const end = from + WIDTH < text.length ? '…' : ''
  return [start + visible(text.slice(from, from + WIDTH)) + end, at - from + start.length]
}
