import type { Page } from 'playwright-core'

/** Notes for how long the page's main thread was kept busy at a stretch. To be called before the page is opened. */
export const noteLongTasks = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const noted: number[] = []
    Object.assign(globalThis, { longTasks: noted })
    new PerformanceObserver((list) => {
      noted.push(...list.getEntries().map(({ duration }) => duration))
    }).observe({ type: 'longtask' })
  })

/** Milliseconds of each since this was asked last; none of them is shorter than 50. */
export const longTasks = (page: Page): Promise<number[]> =>
  page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks.splice(0))
