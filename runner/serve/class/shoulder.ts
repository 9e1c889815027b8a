import type { Reply, Request } from '../messages.ts'
import type { Page, Place } from '../page.ts'
import type { Room } from '../room.ts'

export interface ShoulderOptions {
  room: Room
  /** Whether the learner lets the teacher type. */
  mayType: () => boolean
  /** The teacher has typed. */
  typed: () => void
  /** A page begins to look on, or ends it. */
  looks: (on: boolean) => void
}

/** A learner's lab as the teacher sees it: nothing is done there but to look, and to type where the learner allows it. */
export class Shoulder implements Place<Request, Reply> {
  readonly #options: ShoulderOptions
  readonly #pages = new Set<Page>()

  constructor(options: ShoulderOptions) {
    this.#options = options
  }

  join(page: Page): void {
    this.#pages.add(page)
    this.#options.room.join(page, true)
    this.#options.looks(true)
  }

  leave(page: Page): void {
    if (!this.#pages.delete(page)) return
    this.#options.room.leave(page)
    this.#options.looks(false)
  }

  take(page: Page, request: Request): number {
    const { room, mayType, typed } = this.#options
    if (request.type === 'open') room.look(page, request.terminal, request.from)
    else if (request.type === 'seen' || request.type === 'picture') return room.take(page, request)
    else if (request.type === 'input' && mayType()) {
      typed()
      return room.take(page, request)
    } else
      page.send({
        type: 'refused',
        reason: 'closed',
        message: 'You look on: the learner has not let you type.',
      })
    return 0
  }
}
