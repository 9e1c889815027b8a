/** A word of shell text as it stands there, quotes and all. */
export interface Word {
  text: string
  /** Where it begins and ends in the text. */
  from: number
  to: number
}

/** Where a word ends, quotes and brackets skipped: `"$(cat a b)"`, `{{.Name}}`. */
const WORD = /(?:\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|`[^`]*`|\$\{[^}]*\}|\$(?!\()|[^\s;&|()<>'"`\\$])+/y
const REDIRECTION = /\d*(?:&>|[<>]+&?(?:[\d-](?!\w))?)/y

/**
 * The words of each simple command, with their places. Scripts in `$(…)` and after `-c` count as commands of their own.
 * Here-documents and function bodies are text like any other to their shell, and are left out: what changes in them can't be
 * told from here.
 */
export const placedWords = (text: string, offset = 0): Word[][] => {
  if (/\(\)\s*\{/.test(text)) return []
  const hereDocument = /<<-?['"\\]?\w/.exec(text)
  const end = hereDocument ? text.indexOf('\n', hereDocument.index) : -1
  const shell = end === -1 ? text : text.slice(0, end)
  const commands: Word[][] = []
  let words: Word[] = []
  // The word that ends a here-document stands twice.
  let dropNext = false
  for (let at = 0; at < shell.length; ) {
    const redirection = matchAt(REDIRECTION, shell, at)
    const found = redirection ?? matchAt(WORD, shell, at)
    if (redirection === undefined && found !== undefined) {
      const word = { text: found, from: offset + at, to: offset + at + found.length }
      const script = /^(['"])([\s\S]*)\1$/.exec(found)
      if (script && words.at(-1)?.text === '-c') commands.push(...placedWords(script[2]!, word.from + 1))
      else if (!dropNext) words.push(word)
      dropNext = false
    } else if (found === undefined && /[;&|()\n]/.test(shell[at]!)) {
      commands.push(words)
      words = []
    }
    if (redirection !== undefined) dropNext = /<<(?!<)/.test(redirection)
    at += found?.length ?? 1
  }
  return [...commands, words].filter(({ length }) => length > 0)
}

const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}
