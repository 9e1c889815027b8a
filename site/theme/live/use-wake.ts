import { onBeforeUnmount, onMounted } from 'vue'

/** Calls back when the network is there again, or somebody comes back to the page: what waits to try again need not. */
export function useWake(wake: () => void): void {
  const woken = () => document.visibilityState === 'visible' && wake()
  onMounted(() => {
    window.addEventListener('online', woken)
    document.addEventListener('visibilitychange', woken)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('online', woken)
    document.removeEventListener('visibilitychange', woken)
  })
}
