/** What a line of shell says, as far as it can be known without running it. */
export interface ShellLine {
  /** The words of each simple command, quotes taken off, redirections left out. */
  commands: string[][]
  /** One simple command: no pipe, list, redirection or background, and every quote closed. */
  plain: boolean
}

const OPAQUE: Record<string, string> = { '(': ')', '{': '}' }

/**
 * Splits shell text into words (POSIX Shell Command Language, 2.3 Token Recognition), enough to
 * tell which program is called with which arguments. What stands in `$(…)`, `${…}` and backquotes
 * is kept as it is. One pass, linear in the text.
 */
export function shellWords(text: string): ShellLine {
  const commands: string[][] = []
  let words: string[] = []
  let word: string | undefined
  let plain = true
  let dropNext = false
  let hereDocument = false
  let i = 0

  const endWord = () => {
    if (word !== undefined && !dropNext) words.push(word)
    if (word !== undefined) dropNext = false
    word = undefined
  }
  const endCommand = () => {
    endWord()
    dropNext = false
    if (words.length > 0) commands.push(words)
    words = []
  }

  while (i < text.length) {
    const letter = text[i]!
    if (letter === '\\') {
      if (text[i + 1] !== '\n') word = (word ?? '') + (text[i + 1] ?? '')
      i += 2
    } else if (letter === "'" || letter === '"' || letter === '`') {
      const end = closingQuote(text, i)
      if (end === undefined) plain = false
      const inner = text.slice(i + 1, end)
      word = (word ?? '') + (letter === '"' ? inner.replace(/\\([$`"\\\n])/g, '$1') : inner)
      i = (end ?? text.length) + 1
    } else if (letter === '$' && text[i + 1]! in OPAQUE) {
      const end = closingBracket(text, i + 1)
      if (end === undefined) plain = false
      word = (word ?? '') + text.slice(i, (end ?? text.length) + 1)
      i = (end ?? text.length) + 1
    } else if (letter === '#' && word === undefined) {
      const end = text.indexOf('\n', i)
      i = end === -1 ? text.length : end
    } else if (letter === '<' || letter === '>') {
      plain = false
      if (word !== undefined && /^(\d+|&)$/.test(word)) word = undefined
      endWord()
      hereDocument ||= /^<<(?!<)/.test(text.slice(i, i + 3))
      while (/[<>&|-]/.test(text[i] ?? '')) i++
      dropNext = true
    } else if (letter === '&' && text[i + 1] === '>') {
      plain = false
      endWord()
      i++
    } else if (/[;&|()\n]/.test(letter)) {
      if (letter !== '\n') plain = false
      endCommand()
      // What follows is the text of the here-document, not commands.
      if (letter === '\n' && hereDocument) break
      i++
    } else if (/\s/.test(letter)) {
      endWord()
      i++
    } else {
      word = (word ?? '') + letter
      i++
    }
  }
  endCommand()
  return { commands, plain: plain && commands.length <= 1 }
}

function closingQuote(text: string, start: number): number | undefined {
  const quote = text[start]!
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === quote) return i
    if (text[i] === '\\' && quote !== "'") i++
    else if (quote === '"' && text[i] === '$' && text[i + 1] === '(') {
      const end = closingBracket(text, i + 1)
      if (end === undefined) return undefined
      i = end
    }
  }
  return undefined
}

/** Counts brackets, not quotes: a lone bracket in a quoted word inside is rare enough. */
function closingBracket(text: string, start: number): number | undefined {
  const open = text[start]!
  const close = OPAQUE[open]
  let depth = 0
  for (let i = start; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === open) depth++
    else if (text[i] === close && --depth === 0) return i
  }
  return undefined
}
