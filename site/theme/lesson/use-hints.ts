/** How many hints of each step are open: they come one by one. */
import { reactive } from 'vue'

const opened = reactive(new Map<string, number>())

export const hintsOpened = (lab: string, step: string): number => opened.get(`${lab}/${step}`) ?? 0

/** Opens hints up to this many. */
export function openHint(lab: string, step: string, count: number): void {
  opened.set(`${lab}/${step}`, Math.max(count, hintsOpened(lab, step)))
}
