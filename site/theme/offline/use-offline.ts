import { useRoute } from 'vitepress'
import { onMounted, watch } from 'vue'

/** For the layout: makes what was visited work without a network. What does that is loaded when the page has nothing else to do. */
export function useOffline(): void {
  const route = useRoute()
  onMounted(async () => {
    await idle()
    const { setUpOffline, keepVisited } = await import('./register.ts')
    await setUpOffline().catch(() => {}) // A browser that does not allow it: there is a network, or there is not.
    watch(
      () => route.path,
      () =>
        void idle()
          .then(keepVisited)
          .catch(() => {}),
      { immediate: true },
    )
  })
}

const idle = (): Promise<void> =>
  new Promise((resolve) => {
    const isReady = () =>
      'requestIdleCallback' in window ? requestIdleCallback(() => resolve()) : setTimeout(resolve, 500)
    if (document.readyState === 'complete') isReady()
    else addEventListener('load', isReady, { once: true })
  })
