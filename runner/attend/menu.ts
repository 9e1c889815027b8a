import type { Paint } from './paint.ts'
import { cutText, textWidth } from './width.ts'

/** Ctrl-]: it closes a connection in telnet, and no shell or editor has a use for it. */
export const MENU_KEY = '\x1d'
export const MENU_NAME = 'Ctrl-]'

export interface MenuItem {
  key: string
  /** What it does, in two or three words. */
  label: string
  /** It has a line of its own. */
  wide?: boolean
}

/** The menu as lines: items in columns, as many as fit. */
export const menuLines = (items: readonly MenuItem[], paint: Paint, columns: number): string[] => {
  const shown = (item: MenuItem, room: number): string =>
    `${paint.bold(paint.cyan(item.key))} ${cutText(item.label, room - 2)}`
  const narrow = items.filter(({ wide }) => !wide)
  const width = Math.max(...narrow.map(({ label }) => textWidth(label))) + 5
  const perLine = Math.max(1, Math.min(4, Math.floor((columns - 2) / width)))
  const lines = items.filter(({ wide }) => wide).map((item) => ` ${shown(item, columns - 3)}`)
  for (let at = 0; at < narrow.length; at += perLine) {
    const cells = narrow
      .slice(at, at + perLine)
      .map((item) => shown(item, width) + ' '.repeat(width - 2 - textWidth(item.label)))
    lines.push(` ${cells.join('').trimEnd()}`)
  }
  return lines
}
