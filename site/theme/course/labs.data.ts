/** The labs of the course in its order, in every language; read while the site is built. */
import { courseOrder } from '../../markdown/course.ts'
import { readLab } from '../../markdown/lesson-page.ts'

export interface CourseLab {
  name: string
  title: string
  description: string
  minutes: number
  requires: string[]
  steps: string[]
}

/** By the key of the language, as VitePress has it. */
export type Course = Record<string, CourseLab[]>

declare const data: Course

export { data }

export default {
  watch: ['../../../labs/README.md', '../../../labs/*/index*.md'],
  load: (): Course =>
    Object.fromEntries(['root', 'ru', 'zh', 'fr'].map((key) => [key, labsIn(key === 'root' ? 'en' : key)])),
}

const labsIn = (language: string): CourseLab[] =>
  courseOrder().map((name) => {
    const { title, description, minutes, requires, steps } = readLab(name, language)
    return { name, title, description, minutes, requires, steps: steps.map(({ id }) => id) }
  })
