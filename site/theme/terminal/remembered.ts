/** A setting that this browser remembers. */
import { onMounted, type Ref, ref, watch } from 'vue'

/** `initial` until the page is mounted, so that it is the same as what was rendered before. */
export function remembered<T extends string | number | boolean>(name: string, initial: T): Ref<T> {
  const key = `labwright-${name}`
  const value = ref(initial) as Ref<T>
  onMounted(() => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? 'null')
      if (typeof kept === typeof initial) value.value = kept
    } catch {} // Kept by something else, or nothing may be kept: the initial one is as good.
    watch(value, (now) => {
      try {
        localStorage.setItem(key, JSON.stringify(now))
      } catch {} // It lasts as long as the page.
    })
  })
  return value
}
