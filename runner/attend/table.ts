/** GitHub's tables, which CommonMark reads as a paragraph. */
import { textWidth } from './width.ts'

const RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/

/** The rows of a paragraph that is a table, its head first; undefined where it is none. */
export const readTable = (paragraph: string): string[][] | undefined => {
  const lines = paragraph.split('\n')
  if (lines.length < 2 || !lines[0]!.includes('|') || !lines[1]!.includes('|') || !RULE.test(lines[1]!))
    return undefined
  return [lines[0]!, ...lines.slice(2)].map((line) =>
    line
      .trim()
      .replace(/^\||(?<!\\)\|$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  )
}

/** Rows set in columns. */
export const tableLines = (rows: readonly string[][]): string[] => {
  const widths = rows.reduce<number[]>(
    (all, row) =>
      row.map((cell, index) => Math.max(all[index] ?? 0, textWidth(cell))).concat(all.slice(row.length)),
    [],
  )
  return rows.map((row) =>
    row
      .map((cell, index) => cell + ' '.repeat(widths[index]! - textWidth(cell)))
      .join('  ')
      .trimEnd(),
  )
}
