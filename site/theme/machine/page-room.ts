/** A room in the page's own worker: one lab, one page, and a machine that is made of files beside the site. */
import type { LearnState } from '../../../runner/learn/state.ts'
import { BrowserMachine } from '../../../runner/machine/browser/browser.ts'
import type { Machine } from '../../../runner/machine/machine.ts'
import type { Request } from '../../../runner/serve/messages.ts'
import type { LearnerProgress } from '../../../runner/serve/progress.ts'
import { Room } from '../../../runner/serve/room.ts'
import { type GoingOn, goOn } from './going-on.ts'
import { openCache, readImage, removeOld, sizesOf } from './image-cache.ts'
import { ImageFiles } from './image-files.ts'
import { LoadingProgress } from './loading-progress.ts'
import { LocalPage } from './local-page.ts'
import { findSaved, putSaved, readSaved } from './saves.ts'
import { SetUpSteps } from './set-up-steps.ts'
import type { Begin, FromWorker, ServedLab } from './worker-messages.ts'
import { orFailure } from './worker-trouble.ts'

export class PageRoom {
  readonly #begin: Begin
  readonly #post: (message: FromWorker | string) => void
  readonly #served: ServedLab
  readonly #goingOn: GoingOn | undefined
  readonly #setUp: SetUpSteps
  readonly #room: Room
  readonly #page: LocalPage
  #machine: BrowserMachine | undefined

  /** Makes the room; its machine is made when the page asks for it. */
  static async open(begin: Begin, post: (message: FromWorker | string) => void): Promise<PageRoom> {
    const served = JSON.parse(begin.lab) as ServedLab
    const saved = begin.saved ? await findSaved(begin.saves, served.lab.name) : undefined
    return new PageRoom(begin, post, served, saved)
  }

  private constructor(
    begin: Begin,
    post: (message: FromWorker | string) => void,
    served: ServedLab,
    saved: Awaited<ReturnType<typeof findSaved>>,
  ) {
    this.#begin = begin
    this.#post = post
    this.#served = served
    this.#goingOn = saved && goOn(served.lab, saved)
    this.#setUp = new SetUpSteps(served.lab, saved?.ready ?? [])
    this.#page = new LocalPage(post)
    this.#room = new Room({
      lab: this.#goingOn?.lab ?? served.lab,
      version: served.version,
      maker: {
        kind: 'browser',
        resettable: true,
        make: () => this.#make(),
        release: async (_, machine) => {
          await machine[Symbol.asyncDispose]()
        },
      },
      progress: progressOf(begin, served.lab.name),
      // Whoever leaves the page ends its machine.
      idle: Number.POSITIVE_INFINITY,
      observer: this.#setUp,
      at: saved?.at ?? begin.at,
    })
    this.#room.join(this.#page)
  }

  /** @param json a request, as a server would have it */
  take(json: string): void {
    const request = JSON.parse(json) as Request
    if (request.type === 'reset') this.#setUp.resets(request.replay)
    this.#room.take(this.#page, request)
  }

  /** Keeps the machine as it is, for another visit. */
  async save(): Promise<void> {
    try {
      const { at, variables } = this.#state()
      const state = await this.#machine!.save()
      const { lab, version } = this.#served
      const known = { key: this.#begin.key, version, time: Date.now(), at, ready: this.#setUp.all, variables }
      await putSaved(this.#begin.saves, lab.name, known, state)
      this.#post({ type: 'saved' })
    } catch (error) {
      const isFull = error instanceof DOMException && error.name === 'QuotaExceededError'
      this.#post({ type: 'saved', why: isFull ? 'full' : 'other', text: String(error) })
    }
  }

  async #make(): Promise<Machine> {
    const { folder, key, first, cache: names, saves, saved: goesOn, troubles } = this.#begin
    return orFailure(troubles, async () => {
      const cache = await openCache(names.own)
      void removeOld(names)
      const saved = goesOn ? await readSaved(saves, this.#served.lab.name) : undefined
      const listed = readImage(folder, key, cache)
      listed.catch(() => {})
      // Of a machine that was saved, only the emulator's own code is needed.
      const needed = saved ? first.slice(0, 1) : first
      const listener = new LoadingProgress(
        needed.reduce((sum, [, bytes]) => sum + bytes, 0),
        (loading) => this.#post({ type: 'loading', loading }),
      )
      const sizes = new Map(first)
      const files = new ImageFiles({ folder, cache, sizes, listener })
      const early = new Map(needed.map(([name]) => [name, files.read(name)]))
      for (const each of early.values()) each.catch(() => {})
      const image = await listed
      for (const [name, bytes] of sizesOf(image)) sizes.set(name, bytes)
      const read = (name: string) => {
        const bytes = early.get(name) ?? files.read(name)
        early.delete(name)
        return bytes
      }
      this.#machine = await BrowserMachine.create({
        image,
        read,
        attended: true,
        ...(saved ? { saved } : {}),
      })
      return this.#goingOn?.machine(this.#machine) ?? this.#machine
    })
  }

  #state(): LearnState {
    let state: LearnState | undefined
    const probe = new LocalPage((json) => {
      state = JSON.parse(json).state
    })
    this.#room.join(probe)
    this.#room.leave(probe)
    return state!
  }
}

/** What was done is kept by the page, which sees it in the room's state. */
const progressOf = ({ seed, done }: Begin, lab: string): LearnerProgress => {
  const steps = new Set(done)
  return {
    seed,
    get all() {
      return { [lab]: [...steps] }
    },
    done: () => steps,
    seen: () => ({}),
    add: (_, step) => void steps.add(step),
  }
}
