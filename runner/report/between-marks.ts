/** A part of a page that a command writes: what stands between two comments. */
const END = '<!-- until here -->'

const begin = (command: string): string => `<!-- written by ${command} -->`

/** What a page needs for it. */
export const placeFor = (command: string): string => `${begin(command)}\n${END}`

/** What stands there now; undefined where the page has no place for it. */
export const readPart = (page: string, command: string): string | undefined => {
  const from = page.indexOf(begin(command))
  const to = page.indexOf(END, from)
  return from === -1 || to === -1 ? undefined : page.slice(from + begin(command).length, to).trim()
}

/** The page with something else there; undefined where it has no place for it. */
export const writePart = (page: string, command: string, part: string): string | undefined => {
  const from = page.indexOf(begin(command))
  const to = page.indexOf(END, from)
  if (from === -1 || to === -1) return undefined
  return `${page.slice(0, from)}${begin(command)}\n\n${part}\n\n${page.slice(to)}`
}
