/** A word that a POSIX shell reads back as `text`, whatever is in it. */
export const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** The same for bash alone, newlines written as `\\n`. */
export const quoteOnOneLine = (text: string): string =>
  `$'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
