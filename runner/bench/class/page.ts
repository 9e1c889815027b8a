import { WebSocket } from 'ws'
import { Connection, type Errand } from '../../../site/theme/live/connection.ts'
import { TerminalStreams } from '../../../site/theme/live/terminal-streams.ts'
import type { LearnState } from '../../learn/state.ts'
import type { Reply, Request } from '../../serve/messages.ts'
import type { Pass } from './join.ts'
import { Screen } from './screen.ts'

/** As in a window of middling width. */
const SIZE = { columns: 100, rows: 30 }
/** Milliseconds after which a learner looks again, though nothing has come. */
const LOOK = 250
/** Milliseconds after which a learner whose machine does not come by itself presses the button. */
const HESITATION = 3000

/** What was being done can't go on: the connection is lost, or the machine is another one. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** The page of one lab, with all of a page but its looks: it comes back by itself, and its terminals go on where they were. */
export class Page {
  state: LearnState | undefined
  /** How often the connection was lost. */
  losses = 0
  readonly #screens = new Map<string, Screen>()
  readonly #connection: Connection
  readonly #streams: TerminalStreams
  readonly #looking = new Set<() => void>()
  readonly #told: (state: LearnState) => void
  #refused = ''
  /** The server has said how things stand since the connection was made. */
  #isTold = false
  /** Until `ready` is waited for again. */
  #isInterrupted = true
  #machine = ''

  /** @param told told of each state */
  constructor({ origin, cookie }: Pass, lab: string, told: (state: LearnState) => void) {
    this.#told = told
    const address = `${origin.replace('http', 'ws')}/live/lab/${lab}`
    const connect = () => new WebSocket(address, { origin, headers: { cookie }, rejectUnauthorized: false })
    this.#connection = new Connection({
      connect,
      reply: (reply) => this.#hear(reply),
      changed: (now) => {
        if (now === 'open') return
        if (this.#isTold) this.losses++
        this.#isTold = false
        this.#streams.lost()
        this.#interrupt()
      },
    })
    this.#streams = new TerminalStreams((request) => this.#connection.say(request))
    this.#connection.open()
  }

  close(): void {
    this.#connection.close()
  }

  /** Names the machine and its life; empty where there is none that is ready. */
  get machine(): string {
    return this.#machine
  }

  /**
   * Waits for the connection and the machine; asks for one where none comes by itself.
   * @throws where it could not be made, or takes too long
   */
  async ready(patience: number): Promise<void> {
    const end = performance.now() + patience
    let asked = performance.now()
    while (!this.#isTold || !this.#machine) {
      const { state, trouble } = this.state?.machine ?? {}
      if (performance.now() > end || state === 'failed')
        throw new Error(
          `no machine after ${patience / 1000} s (${state}): ${trouble?.message ?? this.#refused}`,
        )
      const idle = ['none', 'stopped', 'gone'].includes(state ?? '')
      if (idle && performance.now() - asked > HESITATION) {
        asked = performance.now()
        this.say({ type: 'start' })
      }
      await this.#change(500)
    }
    this.#isInterrupted = false
  }

  /** A terminal, opened where it is not. */
  screen(terminal: string): Screen {
    let screen = this.#screens.get(terminal)
    if (!screen) {
      screen = new Screen(terminal, this.#streams, () => this.#look())
      this.#screens.set(terminal, screen)
    }
    this.#streams.open(terminal, SIZE)
    return screen
  }

  /** Says it if there is a connection. */
  say(request: Exclude<Request, { id: string }>): void {
    this.#connection.say(request)
  }

  /** Says it until the server has taken it. @throws where it could not be carried out */
  async ask(errand: Errand<Request>): Promise<void> {
    const trouble = await this.#connection.ask(errand)
    if (trouble) throw new Error(trouble)
  }

  /**
   * Waits until something holds.
   * @param otherwise says what did not come
   * @throws Interrupted; an error where it takes too long
   */
  async until(holds: () => boolean, patience: number, otherwise: () => string): Promise<void> {
    const end = performance.now() + patience
    for (;;) {
      if (this.#isInterrupted) throw new Interrupted()
      if (holds()) return
      const left = end - performance.now()
      if (left <= 0) throw new Error(`${otherwise()} (after ${patience / 1000} s)${this.#refused}`)
      await this.#change(Math.min(left, LOOK))
    }
  }

  /** @throws Interrupted */
  async pause(ms: number): Promise<void> {
    const end = performance.now() + ms
    for (;;) {
      if (this.#isInterrupted) throw new Interrupted()
      const left = end - performance.now()
      if (left <= 0) return
      await this.#change(left)
    }
  }

  #hear(reply: Reply): void {
    if (reply.type === 'state') this.#takeState(reply.state)
    else if (reply.type === 'output') this.#streams.heard(reply)
    else if (reply.type === 'ended') this.#streams.ended(reply.terminal, reply.life)
    else if (reply.type === 'refused') this.#refused = `; the server refused: ${reply.message}`
    this.#look()
  }

  #takeState(state: LearnState): void {
    const { machine } = state
    const name = machine.state === 'ready' ? `${machine.id}/${machine.life}` : ''
    if (name !== this.#machine) this.#interrupt()
    this.#machine = name
    this.state = state
    this.#isTold = true
    this.#streams.onMachine(machine)
    this.#told(state)
  }

  #interrupt(): void {
    this.#isInterrupted = true
    this.#look()
  }

  async #change(patience: number): Promise<void> {
    let wake = (): void => {}
    const timer = setTimeout(() => wake(), Math.max(1, patience))
    await new Promise<void>((resolve) => {
      wake = resolve
      this.#looking.add(wake)
    })
    this.#looking.delete(wake)
    clearTimeout(timer)
  }

  #look(): void {
    for (const wake of [...this.#looking]) wake()
  }
}
