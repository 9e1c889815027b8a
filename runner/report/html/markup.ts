import { html, raw } from 'hono/html'
import { printable } from '../printable.ts'

/** Markup that is whole: nothing in it is taken for markup that was meant as text. */
export type Markup = ReturnType<typeof raw>

/** A template: whatever is put in is text, and escaped, unless it is markup already. `undefined` and `false` are nothing. */
export const markup = (strings: TemplateStringsArray, ...values: unknown[]): Markup =>
  // It is a promise only where one was put in.
  html(strings, ...values.map(prepare)) as Markup

const prepare = (value: unknown): unknown => {
  if (typeof value === 'string') return printable(value)
  return Array.isArray(value) ? value.map(prepare) : value
}

/** A file of our own, as it is. */
export const ownText = (text: string): Markup => raw(text)
