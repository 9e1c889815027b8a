/**
 * OSC 133 marks: invisible signs in a terminal's output that say where a prompt begins (A) and ends (B),
 * where a command's output begins (C) and where the command ended, with its status (D).
 * They are FinalTerm's "semantic prompts", which iTerm2, kitty, VS Code and Windows Terminal read too.
 *
 * Ours carry `aid=TOKEN.SHELL` last: a random token, so that output that prints marks itself fools nobody,
 * and the number of the shell that printed it, since shells run inside shells. Three things are our own: `A` tells
 * the status of the command before it (and when the prompt was made), `P` ends the prompt of a continued command (PS2), and `I` introduces a
 * shell (its process, its namespace).
 */
export interface Mark {
  kind: 'A' | 'B' | 'C' | 'D' | 'I' | 'P'
  /** Which shell printed it: 0 is the terminal's own, nested ones count up. */
  shell: number
  /** Exit status of the command that ended; A and D always have it. */
  status?: number
  /** What stands in it as `name=value`. */
  fields: Readonly<Record<string, string>>
}

/** A stretch of output. `text` is what came, also where it is a mark. */
export interface Piece {
  text: string
  mark?: Mark
}

const OPENING = '\x1b]133;'
/** Longer than any mark of ours; what goes on beyond it is no mark. */
const LONGEST = 512

/** The body of a mark, as a shell has to print it after `ESC ] 133 ;` and before BEL. */
export const markBody = (body: string, token: string, shell: number): string =>
  `${body};aid=${token}.${shell}`

/**
 * What A says, for a shell to expand as it makes its prompt. Attended, that is the time, too: a prompt that a line editor
 * draws anew, since the terminal's size has changed, comes with the old one. A shell that does not know the time says none.
 */
export const promptBody = (attended: boolean): string =>
  `A;status=$?${attended ? `;at=\${EPOCHREALTIME-}` : ''}`

/** Tells new prompts from those that a line editor draws anew, by the time that A says. */
export class PromptTimes {
  #last: string | undefined

  /** Whether the prompt that begins is the one before, drawn anew. Call it once for each A. */
  isRedrawn(at: string | undefined): boolean {
    const isRedrawn = Boolean(at) && at === this.#last
    this.#last = at
    return isRedrawn
  }
}

/** Finds the marks of one token in output that comes in chunks, cut anywhere. */
export class MarkReader {
  readonly #token: string
  /** The end of what came so far, when it may be the beginning of a mark. */
  #held = ''

  constructor(token: string) {
    this.#token = token
  }

  read(chunk: string): Piece[] {
    const data = this.#held + chunk
    this.#held = ''
    const pieces: Piece[] = []
    let from = 0
    let at = data.indexOf('\x1b')
    while (at !== -1) {
      const found = readMark(data, at, this.#token)
      if (found === 'unfinished') break
      if (found) {
        if (at > from) pieces.push({ text: data.slice(from, at) })
        pieces.push({ text: data.slice(at, found.end), mark: found.mark })
        from = found.end
      }
      at = data.indexOf('\x1b', found ? found.end : at + 1)
    }
    const end = at === -1 ? data.length : at
    if (end > from) pieces.push({ text: data.slice(from, end) })
    this.#held = data.slice(end)
    return pieces
  }
}

function readMark(
  data: string,
  at: number,
  token: string,
): { mark: Mark; end: number } | 'unfinished' | undefined {
  const opening = data.slice(at, at + OPENING.length)
  if (!OPENING.startsWith(opening)) return undefined
  let end = at + opening.length
  const limit = at + LONGEST
  while (end < data.length && end < limit && isPrintable(data.charCodeAt(end))) end++
  if (end >= limit) return undefined
  if (end >= data.length) return 'unfinished'
  const body = data.slice(at + OPENING.length, end)
  if (data[end] === '\x07') end += 1
  else if (data[end] === '\x1b' && data[end + 1] === '\\') end += 2
  else return data[end] === '\x1b' && end + 1 === data.length ? 'unfinished' : undefined
  const mark = parseMark(body, token)
  return mark && { mark, end }
}

const isPrintable = (code: number): boolean => code >= 0x20 && code <= 0x7e

function parseMark(body: string, token: string): Mark | undefined {
  const [kind, ...words] = body.split(';')
  const owner = words.pop()
  if (!owner?.startsWith(`aid=${token}.`)) return undefined
  const shell = wholeNumber(owner.slice(token.length + 5))
  if (shell === undefined) return undefined
  const fields = Object.fromEntries(words.map((word) => split(word)))
  switch (kind) {
    case 'A':
    case 'D': {
      // A prompt that is merely printed (`echo "$PS1"`) still says `$?` here.
      const status = wholeNumber(kind === 'A' ? fields.status : words[0])
      return status === undefined ? undefined : { kind, shell, status, fields }
    }
    case 'B':
    case 'C':
    case 'I':
    case 'P':
      return { kind, shell, fields }
    default:
      return undefined
  }
}

function split(word: string): [string, string] {
  const sign = word.indexOf('=')
  return sign === -1 ? [word, ''] : [word.slice(0, sign), word.slice(sign + 1)]
}

const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
