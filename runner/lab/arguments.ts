/** Options, and from the first word that is none: what they are given to. */
export interface Arguments {
  /** By name without dashes; `true` where no value was given. */
  options: Map<string, string | true>
  operands: string[]
}

/**
 * Reads options as getopt_long(3) does with `+`: it stops at the first word that is no option, or
 * after `--`. Short ones may be joined (`-ti`), a value may follow directly (`-p80:80`).
 *
 * @param takesValue says whether an option, named without dashes, takes the next word
 */
export function readArguments(words: readonly string[], takesValue: (name: string) => boolean): Arguments {
  const options = new Map<string, string | true>()
  let i = 0
  for (; i < words.length; i++) {
    const word = words[i]!
    if (word === '--') {
      i++
      break
    }
    if (!/^-./.test(word)) break
    if (word.startsWith('--')) {
      const equals = word.indexOf('=')
      const name = word.slice(2, equals === -1 ? undefined : equals)
      if (equals !== -1) options.set(name, word.slice(equals + 1))
      else options.set(name, takesValue(name) ? (words[++i] ?? '') : true)
      continue
    }
    for (let at = 1; at < word.length; at++) {
      const name = word[at]!
      const joined = word.slice(at + 1)
      if (takesValue(name)) {
        options.set(name, joined.replace(/^=/, '') || (words[++i] ?? ''))
        break
      }
      if (joined.startsWith('=')) {
        options.set(name, joined.slice(1))
        break
      }
      options.set(name, true)
    }
  }
  return { options, operands: words.slice(i) }
}

/** Whether any of these options is on. `--tty=false` is off. */
export const has = ({ options }: Arguments, ...names: string[]): boolean =>
  names.some((name) => options.has(name) && options.get(name) !== 'false')
