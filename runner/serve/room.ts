import type { Lab } from '../lab/lab.ts'
import type { Trial } from '../learn/listener.ts'
import { LearnSession } from '../learn/session.ts'
import type { LearnState, MachineState } from '../learn/state.ts'
import type { Machine } from '../machine/machine.ts'
import { seconds } from '../receipt/seconds.ts'
import { blankState } from './blank-state.ts'
import { Coalesced } from './coalesced.ts'
import { IdleClock } from './idle-clock.ts'
import { LabMachine, type MachineMaker } from './lab-machine.ts'
import type { Hello, Reply, Request } from './messages.ts'
import { Once } from './once.ts'
import type { Page, Place } from './page.ts'
import type { LearnerProgress } from './progress.ts'
import { Terminals } from './terminals.ts'
import { TopologyWatch } from './topology-watch.ts'

/** Milliseconds from one state that is told to the next, at least. */
const STATE_INTERVAL = 30

export interface RoomOptions {
  lab: Lab
  /** Of the lab's executable content. */
  version: string
  maker: MachineMaker
  progress: LearnerProgress
  /** Milliseconds without the learner until the machine is stopped. */
  idle: number
  /** Without it, all of the lab is open. */
  access?: Access
  observer?: RoomObserver
  /** The step that the learner is at; the first that is not done, where nothing is said. */
  at?: string | undefined
}

/** What of a lab its learner may work on now. */
export interface Access {
  /** Why the lab is closed; undefined where it is open. */
  closed(lab: string): string | undefined
  isOpen(lab: string, step: string): boolean
}

/** Who hears of what a learner does in a room, for others to see. */
export interface RoomObserver {
  machine(lab: string, state: MachineState): void
  went(lab: string, step: string): void
  tried(lab: string, trial: Trial): void
  /** A step is done, and that is kept. */
  stepDone(lab: string, step: string): void
  /** A page of the learner has come or gone. */
  visited(lab: string): void
}

/** What a page says by itself: nobody need be there. */
const UNASKED = ['open', 'resize', 'seen', 'picture']
/** What a page may say of a lab that is closed. */
const HARMLESS = [...UNASKED, 'stay', 'stop']

/** One lab: its machine, the learner's session on it, and the pages that watch. It stays while nobody does. */
export class Room implements Place<Request, Reply>, AsyncDisposable {
  readonly #options: RoomOptions
  readonly #pages = new Set<Page>()
  /** Those of them that only look on. */
  readonly #onlookers = new Set<Page>()
  readonly #machine: LabMachine
  readonly #terminals: Terminals
  readonly #once = new Once<string | undefined>()
  readonly #telling = new Coalesced(STATE_INTERVAL, () => this.#tell({ type: 'state', state: this.#state() }))
  readonly #topology = new TopologyWatch(() => this.#machine.machine)
  #idle: IdleClock | undefined
  /** The step that the learner went to while there was no machine, or was at when it went. */
  #at: string | undefined

  constructor(options: RoomOptions) {
    const { lab, maker, at } = options
    this.#options = options
    this.#at = at
    this.#machine = new LabMachine({
      lab,
      maker,
      open: (machine, life) => this.#openSession(machine, life),
      lifeBegins: (life) => this.#terminals.feed.begin(life),
      begun: (session) => this.#at && session.go(this.#at),
      changed: () => this.#machineChanged(),
    })
    this.#terminals = new Terminals(this.#machine)
  }

  get lab(): Lab {
    return this.#options.lab
  }

  /** Of the lab's executable content. */
  get version(): string {
    return this.#options.version
  }

  /** There is a machine, or there is about to be one. */
  get hasMachine(): boolean {
    return this.#machine.isHeld
  }

  /** Undefined where there is none. */
  get machine(): Hello['machines'][string] | undefined {
    const { id, kind } = this.#machine.state
    return id ? { id, kind } : undefined
  }

  /** Whether a page of the learner is connected. */
  get isVisited(): boolean {
    return this.#pages.size > this.#onlookers.size
  }

  get machineState(): MachineState {
    return this.#machine.state
  }

  /** Makes a machine where there is none. */
  start(): Promise<void> {
    return this.#machine.start()
  }

  /** @returns why there is no new machine */
  reset(replay: boolean): Promise<string | undefined> {
    return this.#machine.reset(replay)
  }

  stop(): Promise<void> {
    return this.#machine.stop()
  }

  /** Other parts of the lab are open than before. */
  accessChanged(): void {
    this.#machine.session?.opened()
    this.#telling.ask()
  }

  /** For a page that only looks on. */
  look(page: Page, terminal: string, from: number): void {
    this.#terminals.look(page, terminal, from)
  }

  /** @param looksOn it is somebody else's than the learner's */
  join(page: Page, looksOn = false): void {
    this.#pages.add(page)
    if (looksOn) this.#onlookers.add(page)
    else this.#options.observer?.visited(this.lab.name)
    page.send({ type: 'state', state: this.#state() })
  }

  leave(page: Page): void {
    const wasThere = this.#pages.delete(page)
    this.#terminals.leave(page)
    this.#topology.hide(page)
    if (!this.#onlookers.delete(page) && wasThere) this.#options.observer?.visited(this.lab.name)
  }

  take(page: Page, request: Request): number {
    // What a page says by itself, as when it comes back, is no sign of a learner.
    if (!UNASKED.includes(request.type)) this.#idle?.touch()
    const { access } = this.#options
    const closed = access?.closed(this.lab.name)
    if (closed && !HARMLESS.includes(request.type)) {
      if ('id' in request) page.send({ type: 'taken', id: request.id, trouble: closed })
      else page.send({ type: 'refused', reason: 'closed', message: closed })
      return 0
    }
    if ('terminal' in request) return this.#terminals.take(page, request)
    if ('id' in request) void this.#carryOut(page, request)
    else if (request.type === 'picture') this.#topology[request.shown ? 'show' : 'hide'](page)
    else if (request.type === 'start') void this.#machine.start()
    else if (request.type === 'stop') void this.#machine.stop()
    else if (request.type === 'go') this.#go(request.step)
    return 0
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const page of this.#pages) page.drop('the lab is served no more')
    this.#topology[Symbol.dispose]()
    await this.#machine[Symbol.asyncDispose]()
    this.#idle?.[Symbol.dispose]()
    this.#telling[Symbol.dispose]()
    this.#terminals.feed[Symbol.dispose]()
  }

  async #carryOut(page: Page, request: Extract<Request, { id: string }>): Promise<void> {
    const trouble = await this.#once.take(request.id, async () => {
      try {
        if (request.type === 'reset') return await this.#machine.reset(request.replay)
        const { session } = this.#machine
        if (!session) return 'There is no machine: start one first.'
        if (request.type === 'run') return await session.run(request.step, request.block, request.command)
        return await session.answer(request.step, request.question, request.text)
      } catch (error) {
        return error instanceof Error ? error.message : String(error)
      }
    })
    page.send({ type: 'taken', id: request.id, ...(trouble === undefined ? {} : { trouble }) })
  }

  #go(step: string): void {
    if (!this.lab.steps.some(({ id }) => id === step) || !this.#isOpen(step)) return
    this.#moved(step)
    if (this.#isReady) this.#machine.session?.go(step)
    else this.#telling.ask()
  }

  #isOpen(step: string): boolean {
    return this.#options.access?.isOpen(this.lab.name, step) ?? true
  }

  #moved(step: string): void {
    if (this.#at === step) return
    this.#at = step
    this.#options.observer?.went(this.lab.name, step)
  }

  /** Before, a session would not wait for the lab's `setup`. */
  get #isReady(): boolean {
    return this.#machine.state.state === 'ready'
  }

  #openSession(machine: Machine, life: number): LearnSession {
    const { lab, version, progress, observer } = this.#options
    const session: LearnSession = new LearnSession({
      lab,
      machine,
      seed: progress.seed,
      done: progress.done(lab.name),
      at: this.#at,
      life,
      isOpen: (step) => this.#isOpen(step),
      listener: {
        changed: () => this.#sessionChanged(session),
        output: (terminal, data) => this.#terminals.feed.output(terminal, data),
        ended: (terminal) => this.#terminals.feed.ended(terminal),
        stepDone: (step) => {
          progress.add(lab.name, step, { at: seconds(), version, machine })
          observer?.stepDone(lab.name, step)
        },
        tried: (trial) => observer?.tried(lab.name, trial),
        settled: () => this.#topology.ask(),
        gone: (error) => this.#machine.gone(error),
      },
    })
    return session
  }

  #sessionChanged(session: LearnSession): void {
    if (session !== this.#machine.session) return
    if (this.#isReady) this.#moved(session.state().at)
    this.#telling.ask()
  }

  #machineChanged(): void {
    this.#options.observer?.machine(this.lab.name, this.#machine.state)
    if (!this.#machine.machine) {
      this.#idle?.[Symbol.dispose]()
      this.#idle = undefined
    } else {
      this.#idle ??= new IdleClock(this.#options.idle, {
        changed: () => this.#telling.ask(),
        idle: () => void this.#machine.stop(),
      })
      this.#topology.ask()
    }
    this.#telling.ask()
  }

  #state(): LearnState {
    const { lab, version, progress } = this.#options
    const { session, state } = this.#machine
    const stopsAt = this.#idle?.stopsAt
    const machine = stopsAt === undefined ? state : { ...state, stopsAt }
    if (session) return { ...session.state(), version, machine }
    const blank = blankState(lab, progress.seed, progress.done(lab.name), this.#at)
    return { lab: lab.name, version, seed: progress.seed, machine, ...blank }
  }

  #tell(reply: Reply): void {
    const json = JSON.stringify(reply)
    for (const page of this.#pages) page.sendText(json)
  }
}
