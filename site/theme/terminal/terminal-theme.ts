/** The terminal's colours on a light page and on a dark one; each of the sixteen reads on its background (4.5:1). */
import type { ITheme } from '@xterm/xterm'

const LIGHT: ITheme = {
  background: '#fbfbfc',
  foreground: '#24292f',
  cursor: '#0f766e',
  cursorAccent: '#fbfbfc',
  selectionBackground: '#99e0d6',
  selectionInactiveBackground: '#d5e9e6',
  black: '#24292f',
  red: '#b91c1c',
  green: '#15703a',
  yellow: '#8a5a00',
  blue: '#1d4ed8',
  magenta: '#86198f',
  cyan: '#0e6f74',
  white: '#57606a',
  brightBlack: '#5d6671',
  brightRed: '#c2261f',
  brightGreen: '#1a7f37',
  brightYellow: '#8f6000',
  brightBlue: '#2563eb',
  brightMagenta: '#a21caf',
  brightCyan: '#0f766e',
  brightWhite: '#3b434b',
}

const DARK: ITheme = {
  background: '#12161b',
  foreground: '#dbe2ea',
  cursor: '#2dd4bf',
  cursorAccent: '#12161b',
  selectionBackground: '#1f5e58',
  selectionInactiveBackground: '#26403f',
  black: '#7d8792',
  red: '#ff8077',
  green: '#62cf7c',
  yellow: '#e0b252',
  blue: '#79b0ff',
  magenta: '#d49bff',
  cyan: '#4fd1c5',
  white: '#dbe2ea',
  brightBlack: '#98a3af',
  brightRed: '#ffa198',
  brightGreen: '#85e39a',
  brightYellow: '#f0cc7a',
  brightBlue: '#a5cbff',
  brightMagenta: '#e3bdff',
  brightCyan: '#7fe3d9',
  brightWhite: '#ffffff',
}

export const terminalTheme = (dark: boolean): ITheme => (dark ? DARK : LIGHT)
