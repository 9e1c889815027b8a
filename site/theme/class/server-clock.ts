/** The time by the server's clock, which all times of a class are told by; it stands still in a class that is over. */
import { type ComputedRef, computed, onBeforeUnmount, onMounted, ref } from 'vue'
import { useLiveClass } from './live-class.ts'

const ticks = ref(Date.now())
let users = 0
let timer: ReturnType<typeof setInterval> | undefined

/**
 * @param step milliseconds between two values: what is costly to work out takes few
 * @returns milliseconds since 1970
 */
export function useServerClock(step = 1000): ComputedRef<number> {
  const klass = useLiveClass()
  onMounted(() => {
    if (users++ > 0) return
    ticks.value = Date.now()
    timer = setInterval(() => {
      ticks.value = Date.now()
    }, 1000)
  })
  onBeforeUnmount(() => {
    if (--users === 0) clearInterval(timer)
  })
  return computed(() => {
    const stopped = klass.teacher?.readOnly ? klass.teacher.now : undefined
    return stopped ?? Math.floor((ticks.value + klass.ahead) / step) * step
  })
}
