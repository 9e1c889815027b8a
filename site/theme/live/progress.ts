/** Which steps of which labs are done: kept by the server where there is one, else by this browser. */
import { onMounted, reactive } from 'vue'
import type { LearnState } from '../../../runner/learn/state.ts'
import { askHello, isServed } from './served.ts'

export interface Progress {
  /** Ids of the lab's steps that are done; reactive. */
  done(lab: string): Set<string>
  /** For a page without a machine, where nobody sees it: the learner says so. */
  markDone(lab: string, step: string): void
}

const KEPT = 'labwright-progress'
const steps = reactive(new Map<string, Set<string>>())
let loaded = false

/** Empty until the page is mounted, so that it is the same as what was rendered before. */
export function useProgress(): Progress {
  onMounted(load)
  return { done, markDone }
}

/** The word on one lab of who sees its machine: the server, or the page's own worker. */
export function takeProgress(state: LearnState): void {
  const fresh = state.steps.filter(({ id, done: isDone }) => isDone && !done(state.lab).has(id))
  for (const { id } of fresh) add(state.lab, id)
  if (fresh.length > 0) keep()
}

function done(lab: string): Set<string> {
  return steps.get(lab) ?? new Set()
}

function markDone(lab: string, step: string): void {
  add(lab, step)
  keep()
}

/** Another tab may have done something meanwhile. */
function keep(): void {
  if (isServed()) return
  try {
    for (const [lab, ids] of Object.entries(ownProgress())) for (const id of ids) add(lab, id)
    const all = Object.fromEntries([...steps].map(([name, ids]) => [name, [...ids]]))
    localStorage.setItem(KEPT, JSON.stringify(all))
  } catch {} // A browser that keeps nothing: it lasts as long as the page.
}

function add(lab: string, step: string): void {
  if (!steps.has(lab)) steps.set(lab, new Set())
  steps.get(lab)!.add(step)
}

async function load(): Promise<void> {
  if (loaded) return
  loaded = true
  for (const [lab, ids] of Object.entries(await kept())) for (const id of ids) add(lab, id)
}

async function kept(): Promise<Record<string, string[]>> {
  try {
    if (!isServed()) return ownProgress()
    return (await askHello())?.progress ?? {}
  } catch {
    return {}
  }
}

const ownProgress = (): Record<string, string[]> => JSON.parse(localStorage.getItem(KEPT) ?? '{}')
