/** Titles of the course's labs and steps, in every language: a class has them in one. Read while the site is built. */
import { courseOrder } from '../../markdown/course.ts'
import { readLab } from '../../markdown/lesson-page.ts'

/** By the key of the language, as VitePress has it; by lab; by step, and `''` for the lab itself. */
export type Titles = Record<string, Record<string, Record<string, string>>>

declare const data: Titles

export { data }

export default {
  watch: ['../../../labs/README.md', '../../../labs/*/index*.md'],
  load: (): Titles =>
    Object.fromEntries(['root', 'ru', 'zh', 'fr'].map((key) => [key, titlesIn(key === 'root' ? 'en' : key)])),
}

const titlesIn = (language: string): Titles[string] =>
  Object.fromEntries(
    courseOrder().map((name) => {
      const { title, steps } = readLab(name, language)
      return [name, { '': title, ...Object.fromEntries(steps.map((step) => [step.id, step.title])) }]
    }),
  )
