import { useData } from 'vitepress'
import { type ComputedRef, computed } from 'vue'
import { type ClassWords, en } from '../words/class/en.ts'
import { fr } from '../words/class/fr.ts'
import { ru } from '../words/class/ru.ts'
import { zh } from '../words/class/zh.ts'

const LANGUAGES: Record<string, ClassWords> = { root: en, ru, zh, fr }

/** What the pages of a class say, in the language of the page; apart from `useWords`, so that no other page loads it. */
export function useClassWords(): ComputedRef<ClassWords> {
  const { localeIndex } = useData()
  return computed(() => LANGUAGES[localeIndex.value] ?? en)
}
