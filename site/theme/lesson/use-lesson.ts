import { useData } from 'vitepress'
import { type ComputedRef, computed } from 'vue'
import type { StepState } from '../../../runner/learn/state.ts'
import type { LessonPage } from '../../markdown/lesson-page.ts'
import { useLiveLab } from '../live/live-lab.ts'
import { useProgress } from '../live/progress.ts'

/** What the page is told of its lab; of no use on other pages. */
export function useLesson(): ComputedRef<LessonPage> {
  const { frontmatter } = useData()
  return computed(() => frontmatter.value as LessonPage)
}

/** A step as the machine's server tells of it; undefined without one. */
export function useStep(id: () => string): ComputedRef<StepState | undefined> {
  const { state } = useLiveLab()
  return computed(() => state.value?.steps.find((step) => step.id === id()))
}

/** Says of a step whether it was done once. */
export function useDone(): (id: string) => boolean {
  const lesson = useLesson()
  const { state } = useLiveLab()
  const progress = useProgress()
  return (id) =>
    state.value?.steps.some((step) => step.id === id && step.done) || progress.done(lesson.value.lab).has(id)
}
