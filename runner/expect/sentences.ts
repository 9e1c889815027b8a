/**
 * What an explanation says, with `{gaps}` for what differs from one to the next. A page in another language finds a
 * sentence again by these, and says its own.
 */
export const SENTENCES = {
  expectedLine: '  expected  {text}',
  cameLine: '  came      {text}',
  omittedLine: '  (1 more line)',
  omittedLines: '  ({count} more lines)',
  anyLine: '  ... (1 line)',
  anyLines: '  ... ({count} lines)',
  nearest: 'No line of the output is {pattern}; line {line} comes nearest:',
  none: 'No line of the output is {pattern}, and none is like it.',
  more: 'The output has more lines than are printed.',
  extraBefore: 'Line {line} of the output is one too many before {pattern}: {came}.',
  extra: 'Line {line} of the output is one too many: {came}.',
  ambiguous: 'There are too many ways to read this: {pattern}; make the lines around `...` more exact.',
  knowsNothing: 'The machine does not know {name}; it knows no facts.',
  unknown: 'The machine does not know {name}; it knows {known}.',
  knownSoFar: 'Known so far: {values}.',
  wrongType: '{name} is to be {type}, which {value} is not.',
  notEnded: 'The command did not end; exit status {expected} was expected.',
  exit: 'The exit status is {came}; {expected} was expected.',
  late: 'it had not ended after {seconds} s',
  interrupted: 'it did not end in time, and was interrupted',
  noShell: 'it ended and opened no shell',
} as const

export type SentenceName = keyof typeof SENTENCES

/** A sentence with its gaps filled. */
export const say = (name: SentenceName, values: Readonly<Record<string, string | number>> = {}): string =>
  fill(SENTENCES[name], values)

/** Fills the gaps of any sentence. A gap that nothing is known of stays as it is. */
export const fill = (sentence: string, values: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap))
