/** How many columns text takes on a terminal. */

/** Drawn over the character before it, or not at all. */
const NO_COLUMN = /[\p{Mn}\p{Me}\p{Cf}]/u
/** East Asian wide and full-width characters, and emoji (Unicode Standard Annex 11). */
const TWO_COLUMNS =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u

/** Columns of one character. */
export const charWidth = (char: string): 0 | 1 | 2 => {
  if (char >= ' ' && char <= '~') return 1
  if (NO_COLUMN.test(char)) return 0
  return TWO_COLUMNS.test(char) ? 2 : 1
}

/** Columns of plain text, without escape sequences. */
export const textWidth = (text: string): number => {
  let width = 0
  for (const char of text) width += charWidth(char)
  return width
}

/** Plain text cut to so many columns, the cut shown. */
export const cutText = (text: string, columns: number): string => {
  if (textWidth(text) <= columns) return text
  let cut = ''
  let width = 0
  for (const char of text) {
    width += charWidth(char)
    if (width > columns - 1) break
    cut += char
  }
  return `${cut}…`
}
