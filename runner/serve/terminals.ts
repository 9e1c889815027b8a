import { MachineError } from '../machine/machine.ts'
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
    } else session?.resize(terminal, request)
    return 0
  }

  async #open(page: Page, { terminal, from, ...size }: Extract<Request, { type: 'open' }>): Promise<void> {
    const { session, machine } = this.#machine
    if (!session || !machine) return
    const open = new Set([...session.state().terminals, ...this.#opening, terminal])
    if (open.size > MAX_TERMINALS) {
      refuse(page, `${MAX_TERMINALS} terminals are open, and no more can be: close one first.`)
      return
    }
    this.#opening.add(terminal)
    try {
      await session.open(terminal, size)
      if (page.isThere && session === this.#machine.session) this.feed.join(page, terminal, from)
    } catch (error) {
      await machine.exec('true').catch((cause) => {
        if (cause instanceof MachineError && machine === this.#machine.machine) this.#machine.gone(cause)
      })
      const why = error instanceof Error ? error.message : String(error)
      refuse(page, `Terminal ${terminal} could not be opened: ${why}`)
    } finally {
      this.#opening.delete(terminal)
    }
  }
}

const refuse = (page: Page, message: string): void =>
  page.send({ type: 'refused', reason: 'too-many', message })
