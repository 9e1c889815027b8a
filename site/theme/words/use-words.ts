import { useData } from 'vitepress'
import { type ComputedRef, computed } from 'vue'
import { en, type Words } from './en.ts'
import { fr } from './fr.ts'
import { ru } from './ru.ts'
import { zh } from './zh.ts'

const LANGUAGES: Record<string, Words> = { root: en, ru, zh, fr }

/** What the interface says, in the language of the page. */
export function useWords(): ComputedRef<Words> {
  const { localeIndex } = useData()
  return computed(() => LANGUAGES[localeIndex.value] ?? en)
}
