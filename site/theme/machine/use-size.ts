import { useData } from 'vitepress'
import { useWords } from '../words/use-words.ts'
import { millions } from './say-size.ts'

/** Says how large something is, in the language of the page. */
export function useSize(): { size(bytes: number): string; number(bytes: number): string } {
  const { lang } = useData()
  const words = useWords()
  const number = (bytes: number) => millions(bytes, lang.value)
  return { number, size: (bytes) => words.value.own.megabytes(number(bytes)) }
}
