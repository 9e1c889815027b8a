import { joinBlanks, trimBlanks } from './blanks.ts'

/** One line that a command printed. */
export interface OutputLine {
  /** As it came. */
  text: string
  /** Without blanks at its ends. */
  raw: string
  /** That with every run of blanks made one space. */
  flat: string
}

/** The lines of an output; each is prepared when it is first looked at, so that ten megabytes cost little. */
export interface Output {
  readonly length: number
  at(index: number): OutputLine
}

/** Splits an output into lines. Empty lines at its end are not there. */
export const splitOutput = (output: string): Output => outputOf(output.split('\n'))

/** The same from lines; blank ones at the end are dropped. */
export const outputOf = (lines: readonly string[]): Output => {
  let length = lines.length
  while (length > 0 && trimBlanks(lines[length - 1]!) === '') length--
  const prepared: OutputLine[] = new Array(length)
  const prepare = (index: number): OutputLine => {
    const text = lines[index]!
    const raw = trimBlanks(text)
    return { text, raw, flat: joinBlanks(raw) }
  }
  return {
    length,
    at: (index) => {
      prepared[index] ??= prepare(index)
      return prepared[index]
    },
  }
}
