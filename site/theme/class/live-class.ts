/** The class that the page belongs to, live. Outside a class all of it is empty, and nothing is connected. */
import { withBase } from 'vitepress'
import {
  type InjectionKey,
  inject,
  type MaybeRefOrGetter,
  onBeforeUnmount,
  onMounted,
  provide,
  ref,
  shallowRef,
  toValue,
  watch,
} from 'vue'
import type { ClassView, LearnerView, TeacherView } from '../../../runner/class/view.ts'
import type { ClassReply, ClassRequest } from '../../../runner/serve/class/messages.ts'
import type { Hello } from '../../../runner/serve/messages.ts'
import { Connection, type ConnectionState, type Errand } from '../live/connection.ts'
import { askHello, isServed, socketAddress } from '../live/served.ts'
import { useWake } from '../live/use-wake.ts'

/** Everything here is reactive when read as a property. */
export interface LiveClass {
  /** Whether it is known by now if there is a class. */
  readonly known: boolean
  readonly role: 'teacher' | 'learner' | undefined
  /** A class can be opened from the page. */
  readonly opensClasses: boolean
  readonly teacher: TeacherView | undefined
  readonly learner: LearnerView | undefined
  readonly connection: ConnectionState
  /** How far the server's clock is ahead of the page's, in milliseconds. */
  readonly ahead: number
  /** Why what was asked for last was not done, in the server's words; may be emptied. */
  trouble: string
  /** @returns whether it was done */
  ask(errand: Errand<ClassRequest>): Promise<boolean>
}

const key: InjectionKey<LiveClass> = Symbol('live class')

/**
 * For the layout: makes the live class.
 * @param isTaught whether the page shows the class to its teacher, who needs no connection elsewhere
 */
export function provideLiveClass(isTaught: MaybeRefOrGetter<boolean>): LiveClass {
  const made = makeLiveClass(isTaught)
  provide(key, made)
  return made
}

/** @throws outside a layout that has called `provideLiveClass` */
export function useLiveClass(): LiveClass {
  const found = inject(key)
  if (!found) throw new Error('useLiveClass stands outside a layout that calls provideLiveClass')
  return found
}

function makeLiveClass(isTaught: MaybeRefOrGetter<boolean>): LiveClass {
  const hello = shallowRef<Hello>()
  const known = ref(false)
  const view = shallowRef<ClassView>()
  const connection = ref<ConnectionState>('off')
  const ahead = ref(0)
  const trouble = ref('')

  const line = new Connection<ClassRequest, ClassReply>({
    connect: () => new WebSocket(socketAddress('class')),
    changed(now) {
      connection.value = now
      if (now === 'lost') leaveIfShownOut()
    },
    reply(reply) {
      if (reply.type === 'refused') trouble.value = reply.message
      else {
        view.value = reply.class
        if (reply.class.role === 'teacher') ahead.value = reply.class.now - Date.now()
      }
    },
  })

  /** A learner whom the teacher has shown out gets nothing more from the server but the way to join. */
  async function leaveIfShownOut() {
    const answer = await fetch(withBase('/live/hello')).catch(() => undefined)
    if (answer?.status === 401) location.reload()
  }

  useWake(() => line.wake())
  onMounted(async () => {
    hello.value = isServed() ? await askHello() : undefined
    known.value = true
    const role = hello.value?.class?.role
    if (!role) return
    watch(
      () => role === 'learner' || toValue(isTaught),
      (wanted) => (wanted ? line.open() : line.close()),
      { immediate: true },
    )
  })
  onBeforeUnmount(() => line.close())

  return {
    get known() {
      return known.value
    },
    get role() {
      return hello.value?.class?.role
    },
    get opensClasses() {
      return hello.value?.opensClasses ?? false
    },
    get teacher() {
      return view.value?.role === 'teacher' ? view.value : undefined
    },
    get learner() {
      return view.value?.role === 'learner' ? view.value : undefined
    },
    get connection() {
      return connection.value
    },
    get ahead() {
      return ahead.value
    },
    get trouble() {
      return trouble.value
    },
    set trouble(text) {
      trouble.value = text
    },
    async ask(errand) {
      trouble.value = ''
      const said = await line.ask(errand)
      trouble.value = said ?? ''
      return said === undefined
    },
  }
}
