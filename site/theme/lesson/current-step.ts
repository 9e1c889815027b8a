/** The step that is being read, by how far the page is scrolled; its address follows, so that other languages open there. */
import { onBeforeUnmount, onMounted, type Ref, ref, watch } from 'vue'
import { useLesson } from './use-lesson.ts'

/** How far below the top of the window a heading counts as reached, in pixels. */
const REACHED = 180

export function useCurrentStep(): Ref<string> {
  const lesson = useLesson()
  const current = ref('')
  let waiting = false

  function look() {
    waiting = false
    const passed = lesson.value.steps?.findLast(({ id }) => {
      const heading = document.getElementById(id)
      return heading && heading.getBoundingClientRect().top < REACHED
    })
    current.value = passed?.id ?? ''
  }
  function scrolled() {
    if (waiting) return
    waiting = true
    requestAnimationFrame(look)
  }

  watch(current, (id) => {
    const hash = id && `#${id}`
    if (location.hash === hash) return
    history.replaceState(history.state, '', location.pathname + location.search + hash)
    // What VitePress makes links to other languages of.
    window.dispatchEvent(new HashChangeEvent('hashchange'))
  })
  onMounted(() => {
    window.addEventListener('scroll', scrolled, { passive: true })
    setTimeout(look, 200)
  })
  onBeforeUnmount(() => window.removeEventListener('scroll', scrolled))
  return current
}
