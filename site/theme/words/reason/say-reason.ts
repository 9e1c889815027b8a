import { fill, SENTENCES, type SentenceName } from '../../../../runner/expect/sentences.ts'

export type Sentences = Readonly<Record<SentenceName, string>>

/** A line that says why something fell short, in the words of another language; a line that it does not know as it is. */
export const sayReason = (line: string, sentences: Sentences): string => {
  for (const { name, pattern } of PATTERNS) {
    const found = pattern.exec(line)
    if (found) return fill(sentences[name], { ...found.groups })
  }
  return line
}

/** Each sentence as a pattern that reads its gaps. */
const PATTERNS = (Object.keys(SENTENCES) as SentenceName[]).map((name) => {
  const source = SENTENCES[name].replace(/[.*+?()[\]\\^$|]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>.*?)')
  return { name, pattern: new RegExp(`^${source}$`) }
})
