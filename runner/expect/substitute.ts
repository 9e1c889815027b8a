import { foreignBraces, NAME } from './tokens.ts'

const PLACEHOLDER = new RegExp(`\\{(${NAME})\\}`, 'y')

/**
 * A command or a piece of prose with `{name}` and `{host.name}` replaced by their values.
 * `${x}`, `{{x}}`, `{a,b}` and names that nobody knows stay as they are.
 */
export const substitute = (text: string, variables: ReadonlyMap<string, string>): string => {
  const foreignEnd = foreignBraces(text)
  let result = ''
  let done = 0
  let at = text.indexOf('{')
  while (at !== -1) {
    const foreign = foreignEnd(at)
    PLACEHOLDER.lastIndex = at
    const [source, name] = foreign === undefined ? (PLACEHOLDER.exec(text) ?? []) : []
    const value = name === undefined ? undefined : variables.get(name)
    if (source !== undefined && value !== undefined) {
      result += text.slice(done, at) + value
      done = at + source.length
    }
    at = text.indexOf('{', foreign ?? at + (source?.length ?? 1))
  }
  return result + text.slice(done)
}
