import type { BlockKind, BlockOptions, Position } from './lab.ts'
import { nearest } from './nearest.ts'
import type { SourceText } from './source-text.ts'

const DURATIONS = ['within', 'timeout'] as const
const WEIGHT = 'weight'
const FLAGS = ['unordered', 'background'] as const
const MILLISECONDS: Record<string, number> = { ms: 1, s: 1000, m: 60_000 }
const LONGEST = 60 * 60_000

/** One word of an info string. */
interface Word {
  text: string
  column: number
}

/**
 * Reads what stands after the kind in an info string: a title, then options.
 * A title may hold any word, `background` too: options are taken from the end only.
 *
 * @param info what stands after the kind
 * @param start where `info` begins in the file
 */
export function readOptions(
  kind: BlockKind,
  info: string,
  start: Position,
  source: SourceText,
): { title: string; options: BlockOptions } {
  const words = [...info.matchAll(/\S+/g)].map((match) => ({
    text: match[0],
    column: start.column + match.index,
  }))
  const titled = kind === 'check' || kind === 'question'
  const split = titled ? words.findLastIndex((word) => !isOption(word.text)) + 1 : 0
  const options: BlockOptions = { unordered: false, background: false }
  const seen = new Set<string>()
  for (const word of words.slice(split)) readOption(word, kind, options, seen, start.line, source)
  const last = words[split - 1]
  const title = last ? info.slice(0, last.column + last.text.length - start.column).trim() : ''
  return { title, options }
}

/** At the end of a title, `key=value` is meant as an option even where the key is none. */
const isOption = (text: string): boolean =>
  /^[a-z][a-z-]*=/i.test(text) || (FLAGS as readonly string[]).includes(text)

function readOption(
  word: Word,
  kind: BlockKind,
  options: BlockOptions,
  seen: Set<string>,
  line: number,
  source: SourceText,
): void {
  const [key = '', ...rest] = word.text.split('=')
  const value = rest.length > 0 ? rest.join('=') : undefined
  const position = { line, column: word.column }
  const duration = DURATIONS.find((name) => name === key)
  const flag = FLAGS.find((name) => name === key)
  const refuse = (rule: string, message: string, mend: string) => source.refuse(rule, position, message, mend)

  if (!duration && !flag && key !== WEIGHT) {
    const meant = nearest(key, [...DURATIONS, WEIGHT, ...FLAGS])
    const mend = meant
      ? `Write \`${meant}\`.`
      : 'The options are `within=5s`, `timeout=20s`, `weight=2`, `unordered` and `background`; take it out, or word the title differently.'
    refuse('unknown-option', `\`${word.text}\` is no option of a ${kind} block.`, mend)
  } else if (seen.has(key)) {
    refuse(
      'repeated-option',
      `\`${word.text}\` gives the option \`${key}\` a second time.`,
      'Take one of them out.',
    )
  } else if (duration) {
    const milliseconds = readDuration(value ?? '')
    if (milliseconds !== undefined) options[duration] = milliseconds
    else
      refuse(
        'malformed-duration',
        `\`${word.text}\` gives no time.`,
        `Write a time up to an hour, as in \`${key}=300ms\`, \`${key}=5s\` or \`${key}=2m\`.`,
      )
  } else if (key === WEIGHT && kind !== 'check') {
    refuse(
      'misplaced-weight',
      `\`${word.text}\` stands at a ${kind} block; only checks are counted in a score.`,
      'Take it out, or give it to a check.',
    )
  } else if (key === WEIGHT) {
    if (/^[1-9]\d{0,2}$/.test(value ?? '')) options.weight = Number(value)
    else
      refuse(
        'malformed-weight',
        `\`${word.text}\` gives no weight.`,
        'Write a whole number from 1 to 999, as in `weight=2`.',
      )
  } else if (flag && value !== undefined) {
    refuse(
      'malformed-option',
      `\`${word.text}\`: the option \`${flag}\` takes no value.`,
      `Write \`${flag}\` alone.`,
    )
  } else if (flag === 'background' && kind !== 'console') {
    refuse(
      'misplaced-option',
      `\`background\` stands at a ${kind} block; only console blocks run in the background.`,
      'Take it out, or word the title so that it does not end in `background`.',
    )
  } else if (flag) {
    options[flag] = true
  }
  seen.add(key)
}

/** Milliseconds of `300ms`, `5s` or `2m`; undefined where it is none, nothing, or over an hour. */
function readDuration(text: string): number | undefined {
  const match = /^(\d{1,7})(ms|s|m)$/.exec(text)
  const milliseconds = match ? Number(match[1]) * MILLISECONDS[match[2]!]! : 0
  return milliseconds > 0 && milliseconds <= LONGEST ? milliseconds : undefined
}
