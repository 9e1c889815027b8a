/** XML, as far as a report needs it. */
import { printable } from './printable.ts'

/** @param content XML: text that was escaped, or elements, a line each */
export const element = (
  name: string,
  attributes: Record<string, string | number>,
  content: string | string[] = '',
): string => {
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${inXml(String(value), true)}"`)
  const open = `${name}${said.join('')}`
  if (content.length === 0) return `<${open}/>`
  return `<${open}>${typeof content === 'string' ? content : `\n${content.join('\n')}\n`}</${name}>`
}

/** Text as it must stand in XML. In an attribute, a line end that is not spelled out would be read as a blank (XML 1.0, 3.3.3). */
export const inXml = (text: string, attribute = false): string => {
  const escaped = printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
  return attribute ? escaped.replaceAll('\n', '&#10;').replaceAll('\t', '&#9;') : escaped
}
