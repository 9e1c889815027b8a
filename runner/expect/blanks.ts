/** Blanks are spaces and tabs; runs of them are as good as one another, and at the ends of a line as none. */

const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t'

/** The line without blanks at its end. Not `String.trimEnd`, which would take `\r` and no-break spaces too. */
export const trimBlanksEnd = (text: string): string => {
  let to = text.length
  while (isBlank(text[to - 1])) to--
  return text.slice(0, to)
}

/** The line without blanks at its ends. */
export const trimBlanks = (text: string): string => {
  let from = 0
  while (isBlank(text[from])) from++
  return trimBlanksEnd(text.slice(from))
}

/** Each run of blanks made one space. */
export const joinBlanks = (text: string): string =>
  /[ \t]{2}|\t/.test(text) ? text.replace(/[ \t]+/g, ' ') : text

/** What two lines have in common when they differ in blanks only. */
export const flatten = (text: string): string => joinBlanks(trimBlanks(text))
