/** Text as HTML that a Vue template leaves as it is. */

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For an attribute, or where no `{{` can stand. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!)

/** Text in a template: `{{` would be read as Vue's. */
export const escapeText = (text: string): string => escapeHtml(text).replaceAll('{{', '<span v-pre>{{</span>')

/** A value as a bound attribute: ` :name="…"`. */
export const bound = (name: string, value: unknown): string =>
  ` :${name}="${escapeHtml(JSON.stringify(value))}"`
