/** What stands for something else: variables, placeholders, templates. Another name there is another mistake. */
const STANDS_FOR_OTHERS = /\$\([^)]*\)|\$\{[^}]*\}|\$\w+|\$[?!@#*]|\{\{.*?\}\}|\{[^{}]*\}/g

/**
 * Another word of the same sort: a number one higher, a name with two letters swapped. Of a path its last part is changed,
 * of an address with a prefix the address.
 * @returns undefined where nothing in it can be changed
 */
export const otherWord = (text: string): string | undefined => {
  if (/^(up|down)$/.test(text)) return text === 'up' ? 'down' : 'up'
  const masked = text.replaceAll(STANDS_FOR_OTHERS, (found) => '\0'.repeat(found.length))
  const address = /^[\d.]*\d(?=\/\d+$)/.exec(masked)?.[0]
  const run = [...(address ?? masked).matchAll(/[A-Za-z0-9]+/g)].at(-1)
  if (!run) return undefined
  const other = otherRun(run[0])
  return text.slice(0, run.index) + other + text.slice(run.index + run[0].length)
}

const otherRun = (run: string): string => {
  const [, before = '', digits, unit = ''] = /^(.*?)(\d+)([a-zA-Z]?)$/.exec(run) ?? []
  // `64m` is a number with its unit; `eth0` a name with its number; the f of `3f` may be either.
  if (digits !== undefined && (unit === '' || before === '')) return `${before}${oneMore(digits)}${unit}`
  return swapped(run)
}

/** One less where one more would be no port, no byte, no prefix. */
const oneMore = (digits: string): string => {
  const number = Number(digits)
  const other = [32, 255, 65_535].includes(number) ? number - 1 : number + 1
  return String(other).padStart(digits.length, '0')
}

/** The last two letters that differ change places; where all are the same, the last one is the next of the alphabet. */
const swapped = (run: string): string => {
  for (let at = run.length - 1; at > 0; at--) {
    if (run[at] !== run[at - 1]) return run.slice(0, at - 1) + run[at] + run[at - 1] + run.slice(at + 1)
  }
  const last = run.at(-1)!
  const next = /[zZ9]/.test(last) ? last.charCodeAt(0) - 1 : last.charCodeAt(0) + 1
  return run.slice(0, -1) + String.fromCharCode(next)
}
