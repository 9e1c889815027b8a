/**
 * Rows as RFC 4180 has them, for spreadsheets too: a field that one would take for a formula begins with an apostrophe.
 */
export const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')

/** Source: OWASP, CSV Injection. Blanks and quotes before the sign don't keep a spreadsheet from reading a formula. */
const FORMULA = /^[\s'"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/

const field = (text: string): string => {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n;\t']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
