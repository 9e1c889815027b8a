import { MachineError, type Size } from '../machine/machine.ts'
import { Feed } from './feed.ts'
import type { LabMachine } from './lab-machine.ts'
import type { Request } from './messages.ts'
import type { Page } from './page.ts'

/** Terminals of one machine. */
const MAX_TERMINALS = 12

export type TerminalRequest = Extract<Request, { terminal: string }>

/** The terminals of one lab, and the pages that watch them. */
export class Terminals {
  readonly feed = new Feed((terminal, on) => this.#machine.session?.pause(terminal, on))
  readonly #machine: LabMachine
  /** Those that are just being opened. */
  readonly #opening = new Set<string>()
  readonly #sizes = new Map<string, Size>()
  readonly #onlookers = new Set<Page>()

  constructor(machine: LabMachine) {
    this.#machine = machine
  }

  /** @returns how many characters the page has shown since it last said so, where it says that */
  take(page: Page, request: TerminalRequest): number {
    const { session } = this.#machine
    const { terminal } = request
    if (request.type === 'seen') return this.feed.seen(page, terminal, request.offset)
    if (request.type === 'open') void this.#open(page, request)
    else if (request.type === 'close') void session?.close(terminal).catch(() => {})
    else if (request.type === 'input') {
      this.feed.typed(terminal)
      session?.write(terminal, request.data)
    } else {
      session?.resize(terminal, request)
      this.#sized(terminal, request)
    }
    return 0
  }

  /** Shows an open terminal to a page that only looks on: as large as it is, and without making it wait. */
  look(page: Page, terminal: string, from: number): void {
    if (!this.#machine.session?.state().terminals.includes(terminal)) return
    this.#onlookers.add(page)
    const size = this.#sizes.get(terminal)
    if (size) page.send({ type: 'size', terminal, ...size })
    this.feed.join(page, terminal, from, true)
  }

  leave(page: Page): void {
    this.#onlookers.delete(page)
    this.feed.leave(page)
  }

  #sized(terminal: string, { columns, rows }: Size): void {
    this.#sizes.set(terminal, { columns, rows })
    for (const page of this.#onlookers) page.send({ type: 'size', terminal, columns, rows })
  }

  async #open(page: Page, { terminal, from, ...size }: Extract<Request, { type: 'open' }>): Promise<void> {
    const { session, machine } = this.#machine
    if (!session || !machine) return
    const { life } = this.#machine.state
    const refuse = (message: string): void => {
      page.send({ type: 'refused', reason: 'too-many', message, terminal })
      // For whoever waits for it, it has ended: a key in it tries again.
      page.send({ type: 'ended', terminal, life })
    }
    const open = new Set([...session.state().terminals, ...this.#opening, terminal])
    if (open.size > MAX_TERMINALS) {
      refuse(`${MAX_TERMINALS} terminals are open, and no more can be: close one first.`)
      return
    }
    this.#opening.add(terminal)
    try {
      const isNew = !session.state().terminals.includes(terminal)
      if (isNew) this.#sized(terminal, size)
      await session.open(terminal, size)
      if (page.isThere && session === this.#machine.session) this.feed.join(page, terminal, from)
    } catch (error) {
      await machine.exec('true').catch((cause) => {
        if (cause instanceof MachineError && machine === this.#machine.machine) this.#machine.gone(cause)
      })
      const why = error instanceof Error ? error.message : String(error)
      refuse(`Terminal ${terminal} could not be opened: ${why}`)
    } finally {
      this.#opening.delete(terminal)
    }
  }
}
