/** The machine that a page can have in itself: whether it can, what of it is kept by the browser, and what is being loaded. */
import { withBase } from 'vitepress'
import { type ComputedRef, computed, type Ref, ref, type ShallowRef, shallowRef, watch } from 'vue'
import type { Requirement } from '../../../runner/lab/lab.ts'
import type { Socket } from '../live/connection.ts'
import { useProgress } from '../live/progress.ts'
import { learnerSeed } from '../live/seed.ts'
import { useWords } from '../words/use-words.ts'
import { lackOf, type Surroundings } from './abilities.ts'
import { cacheNames } from './cache-names.ts'
import { data as images } from './images.data.ts'
import { folderOf, isInCache, type Misfit, misfitOf, servedLab } from './known.ts'
import { type Offer, offerFor } from './offer.ts'
import { PageSocket } from './page-socket.ts'
import { findSaved, removeSaved, type Saved } from './saves.ts'
import type { Begin, FromWorker, Loading } from './worker-messages.ts'

export interface OwnMachine {
  /** Undefined until that is known, and where a server stands behind the page. */
  offer: ComputedRef<Offer | undefined>
  /** While the image is loaded. */
  loading: ShallowRef<Loading | undefined>
  /** What has to be loaded to start is kept by the browser already. */
  isKept: Ref<boolean>
  /** The machine of this lab that was saved. */
  saved: ShallowRef<(Saved & { misfit?: Misfit }) | undefined>
  saving: Ref<'' | 'busy' | 'done' | 'full' | 'other'>
  /** Whether the learner is being asked for leave to load much; `answer` settles it. */
  asking: Ref<boolean>
  answer(yes: boolean): void
  /** Asks for leave where much would be loaded. @returns whether to start */
  agreed(): Promise<boolean>
  /** Whether the next start goes on with the saved machine. */
  goesOn: Ref<boolean>
  save(): void
  forget(): Promise<void>
  /** Leads to a room in this page. */
  socket(lab: string): () => Socket
}

export function makeOwnMachine(
  lab: ComputedRef<string | undefined>,
  requires: ComputedRef<Requirement[]>,
  isStatic: Ref<boolean>,
): OwnMachine {
  const words = useWords()
  const { done } = useProgress()
  const names = cacheNames(withBase('/'))
  const loading = shallowRef<Loading>()
  const isKept = ref(false)
  const saved = shallowRef<Saved & { misfit?: Misfit }>()
  const saving = ref<OwnMachine['saving']['value']>('')
  const asking = ref(false)
  const goesOn = ref(false)
  let answered: ((yes: boolean) => void) | undefined
  let socket: PageSocket | undefined
  const offer = computed(() =>
    isStatic.value && lab.value
      ? offerFor(requires.value, images, lackOf(globalThis as Surroundings))
      : undefined,
  )
  const had = computed(() => (offer.value?.kind === 'machine' ? offer.value : undefined))

  /** Looks at what the browser keeps. */
  async function look() {
    const [of, machine] = [lab.value, had.value]
    if (!of || !machine) return
    const found = await findSaved(names.saves, of).catch(() => undefined)
    const misfit = found && (await misfitOf(found, of, machine.image.key))
    const kept = await isInCache(names.image(machine.image.key), machine)
    if (of !== lab.value) return
    saved.value = found && (misfit ? { ...found, misfit } : found)
    isKept.value = kept
  }
  watch(
    [lab, had],
    () => {
      answer(false)
      saved.value = undefined
      isKept.value = false
      saving.value = ''
      void look()
    },
    { immediate: true },
  )

  function answer(yes: boolean) {
    asking.value = false
    answered?.(yes)
    answered = undefined
  }

  function heard({ why }: Extract<FromWorker, { type: 'saved' }>) {
    saving.value = why ?? 'done'
    if (why) return
    void look()
    // What is done from now on is not saved.
    setTimeout(() => {
      if (saving.value === 'done') saving.value = ''
    }, 5000)
  }

  async function begin(of: string, at: string | undefined): Promise<Begin> {
    const machine = had.value!
    const { image } = machine
    const begin: Begin = {
      type: 'begin',
      lab: await servedLab(of),
      folder: folderOf(machine),
      key: image.key,
      first: image.firstFiles,
      cache: {
        own: names.image(image.key),
        all: names.images,
        current: Object.values(images).map(({ key }) => names.image(key)),
      },
      seed: learnerSeed(),
      done: [...done(of)],
      at,
      saved: goesOn.value,
      saves: names.saves,
      troubles: words.value.own.troubles,
    }
    goesOn.value = false
    return begin
  }

  return {
    offer,
    loading,
    isKept,
    saved,
    saving,
    asking,
    goesOn,
    answer,
    async agreed() {
      if (had.value?.name !== 'docker' || isKept.value || goesOn.value) return true
      answer(false)
      asking.value = true
      return new Promise((settle) => {
        answered = settle
      })
    },
    save() {
      if (saving.value === 'busy') return
      saving.value = 'busy'
      void navigator.storage?.persist?.()
      socket?.save()
    },
    async forget() {
      if (lab.value) await removeSaved(names.saves, lab.value)
      await look()
    },
    socket(of) {
      // Loaded by now, as a machine may be wanted in a moment. Who starts one hears of what is the matter.
      servedLab(of).catch(() => {})
      return () => {
        socket = new PageSocket({
          lab: of,
          begin: ({ at }) => begin(of, at),
          loading(now) {
            loading.value = now
            if (now) return
            saving.value = ''
            void look()
          },
          saved: heard,
          crashed: () => words.value.own.troubles.crashed,
        })
        return socket
      }
    },
  }
}
