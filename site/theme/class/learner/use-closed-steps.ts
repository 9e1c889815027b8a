/** Hides what stands in steps that the teacher has not opened: the lesson itself knows nothing of a class. */
import { useData } from 'vitepress'
import { nextTick, onBeforeUnmount, onMounted, watch } from 'vue'
import type { LearnerView } from '../../../../runner/class/view.ts'
import { useLesson } from '../../lesson/use-lesson.ts'
import { isStepOpen } from '../access.ts'
import { useClassWords } from '../use-class-words.ts'
import './closed-steps.css'

/** On a step's heading: what is said in the place of its content. */
const CLOSED = 'data-closed'

export function useClosedSteps(view: () => LearnerView | undefined): void {
  const lesson = useLesson()
  const words = useClassWords()
  const { page } = useData()

  /** Since steps are opened in order, everything after a closed heading is closed, and a rule for its siblings is enough. */
  function mark() {
    const { lab, steps = [] } = lesson.value
    for (const { id } of steps) {
      const heading = document.getElementById(id)
      if (isStepOpen(view(), lab, id)) heading?.removeAttribute(CLOSED)
      else heading?.setAttribute(CLOSED, words.value.stepClosed)
    }
  }

  // The text comes with the page's component, a moment after what is known of the page.
  const markSoon = () => nextTick(mark)
  onMounted(() => {
    mark()
    watch([view, () => page.value.relativePath, words], markSoon, { flush: 'post' })
  })
  onBeforeUnmount(() => {
    for (const heading of Array.from(document.querySelectorAll(`[${CLOSED}]`)))
      heading.removeAttribute(CLOSED)
  })
}
