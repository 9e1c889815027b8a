import { useData } from 'vitepress'
import type { LabView } from '../../../runner/class/view.ts'
import { data } from './titles.data.ts'

type Named = Pick<LabView, 'name' | 'title' | 'steps'>

export interface Titles {
  lab(lab: Named): string
  step(lab: Named, id: string): string
}

/** Titles in the language of the page; as the class has them where the course does not have the lab. */
export function useTitles(): Titles {
  const { localeIndex } = useData()
  const inCourse = (lab: string, id: string) => data[localeIndex.value]?.[lab]?.[id]
  return {
    lab: ({ name, title }) => inCourse(name, '') ?? title,
    step: ({ name, steps }, id) => inCourse(name, id) ?? steps.find((step) => step.id === id)?.title ?? id,
  }
}
