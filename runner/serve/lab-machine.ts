import type { Lab } from '../lab/lab.ts'
import type { LearnSession } from '../learn/session.ts'
import type { MachineState } from '../learn/state.ts'
import { type Machine, MachineError, type MachineKind } from '../machine/machine.ts'

/** Where the machines of labs come from. */
export interface MachineMaker {
  readonly kind: MachineKind
  /** It can be made as new, and goes when it is not used any more. */
  readonly resettable: boolean
  /** @throws MachineError where none can be had */
  make(lab: Lab): Promise<Machine>
  /** Where many have machines: making one, and playing steps on it, waits here for its turn. */
  inTurn?<T>(work: () => Promise<T>): Promise<T>
  /** Lets go of a machine that a lab was worked on with. */
  release(lab: Lab, machine: Machine): Promise<void>
}

export interface LabMachineOptions {
  lab: Lab
  maker: MachineMaker
  /** Begins to look on at a machine that was made. */
  open(machine: Machine, life: number): LearnSession
  /** A life begins: nothing of the terminals before is left. */
  lifeBegins(life: number): void
  /** The machine is ready for the lab; told before `changed`. */
  begun(session: LearnSession): void
  changed(): void
}

type Phase = Pick<MachineState, 'state' | 'trouble'>

/** The one machine of a lab: made, made as new, stopped, gone; one after the other, whoever asks for what and when. */
export class LabMachine implements AsyncDisposable {
  session: LearnSession | undefined
  machine: Machine | undefined
  readonly #options: LabMachineOptions
  #phase: Phase = { state: 'none' }
  #life = 0
  /** How often it was stopped: what was asked for before, and a machine that is made too late, are not wanted any more. */
  #stops = 0
  /** What has been asked for and waits its turn: who asks for the same meanwhile gets the same. */
  readonly #waiting = new Map<string, Promise<string | undefined>>()
  #turn: Promise<unknown> = Promise.resolve()
  #over = false

  constructor(options: LabMachineOptions) {
    this.#options = options
  }

  get state(): MachineState {
    const { kind } = this.#options.maker
    return { ...this.#phase, kind, id: this.machine?.id ?? '', life: this.#life }
  }

  /** There is a machine, or there is about to be one. */
  get isHeld(): boolean {
    return this.machine !== undefined || this.#phase.state === 'starting'
  }

  /** Makes a machine where there is none. What goes wrong is told by the state. */
  async start(): Promise<void> {
    await this.#ask('start', async () => {
      await this.#start()
      return undefined
    })
  }

  /** Removes the machine; what is just being done on it ends early, and what was asked for before is not done. */
  async stop(): Promise<void> {
    this.#stops++
    this.#waiting.clear()
    if (!this.isHeld) return
    const over = this.#letGo()
    this.#become({ state: 'stopped' })
    // Not in turn: what has the turn may wait for this.
    void this.#inTurn(() => over)
    await over
  }

  /**
   * Makes the machine as new; where there is none, makes one.
   * @param replay plays the steps before the learner's again
   * @returns why that could not be done
   */
  reset(replay: boolean): Promise<string | undefined> {
    return this.#ask(`reset ${replay}`, async () => {
      if (this.session) return this.#reset(this.session, replay)
      await this.#start(replay)
      return this.#phase.trouble?.message
    })
  }

  /** The machine went away by itself. */
  gone({ message, mend }: MachineError): void {
    if (!this.machine) return
    const over = this.#letGo()
    this.#become({ state: 'gone', trouble: { message, mend } })
    void this.#inTurn(() => over)
  }

  /** Removes the machine, and makes none any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true
    await this.stop()
    await this.#turn
  }

  #ask(what: string, work: () => Promise<string | undefined>): Promise<string | undefined> {
    const waiting = this.#waiting.get(what)
    if (waiting) return waiting
    const stops = this.#stops
    const done: Promise<string | undefined> = this.#inTurn(async () => {
      if (this.#waiting.get(what) === done) this.#waiting.delete(what)
      return stops === this.#stops ? work() : 'The machine was stopped meanwhile.'
    })
    this.#waiting.set(what, done)
    return done
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {})
    return done
  }

  async #start(replay = false): Promise<void> {
    if (this.session || this.#over) return
    const { lab, maker, open, lifeBegins } = this.#options
    this.#become({ state: 'starting' })
    const stops = this.#stops
    let machine: Machine | undefined
    try {
      await this.#whenItsTurn(async () => {
        if (stops !== this.#stops) return
        const made = await maker.make(lab)
        if (stops !== this.#stops) return await maker.release(lab, made)
        machine = made
        this.machine = made
        lifeBegins(++this.#life)
        this.session = open(made, this.#life)
        await this.session.begin(replay)
        this.#ready(made)
      })
    } catch (error) {
      await this.#failed(machine, error)
    }
  }

  #whenItsTurn<T>(work: () => Promise<T>): Promise<T> {
    const { maker } = this.#options
    return maker.inTurn ? maker.inTurn(work) : work()
  }

  async #reset(session: LearnSession, replay: boolean): Promise<string | undefined> {
    const { maker, lifeBegins } = this.#options
    if (!maker.resettable)
      return `Machine ${this.machine?.id} lives on after the lab, and can't be made as new from here.`
    const { machine } = this
    lifeBegins(++this.#life)
    this.#become({ state: 'resetting' })
    try {
      await this.#whenItsTurn(() => session.reset(replay))
      this.#ready(machine)
    } catch (error) {
      await this.#failed(machine, error)
    }
    return this.#phase.trouble?.message
  }

  #ready(machine: Machine | undefined): void {
    if (!this.session || this.machine !== machine) return
    this.#options.begun(this.session)
    this.#become({ state: 'ready' })
  }

  /** @param machine undefined where it could not be made */
  async #failed(machine: Machine | undefined, error: unknown): Promise<void> {
    // It was stopped meanwhile, or went away, and that has been told.
    if (this.machine !== machine || this.#phase.state === 'stopped') return
    await this.#letGo()
    this.#become({ state: 'failed', trouble: troubleOf(error) })
  }

  /** Forgets the machine at once, then removes it. */
  async #letGo(): Promise<void> {
    const { session, machine } = this
    this.session = undefined
    this.machine = undefined
    // Terminals that do not end in order go with their machine.
    await session?.[Symbol.asyncDispose]().catch(() => {})
    if (machine) await this.#options.maker.release(this.#options.lab, machine)
  }

  #become(phase: Phase): void {
    this.#phase = phase
    this.#options.changed()
  }
}

const troubleOf = (error: unknown): { message: string; mend: string } =>
  error instanceof MachineError
    ? { message: error.message, mend: error.mend }
    : {
        message: error instanceof Error ? error.message : String(error),
        mend: 'labwright doctor says what this computer lacks',
      }
