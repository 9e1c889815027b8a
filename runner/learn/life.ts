import { substitute } from '../expect/substitute.ts'
import type { Lab, Step } from '../lab/lab.ts'
import { type Machine, MachineError } from '../machine/machine.ts'
import type { Stage } from '../play/stage.ts'
import { initialVariables } from '../play/variables.ts'
import { CommandJudge } from './command-judge.ts'
import { Later } from './later.ts'
import { type Found, LessonProgress } from './lesson-progress.ts'
import type { LearnListener } from './listener.ts'
import { Readiness } from './readiness.ts'
import type { StepProgress } from './step-progress.ts'
import { asMachineError, troubleText } from './trouble.ts'
import { type Errand, Typing } from './typing.ts'
import { WatchedTerminals } from './watched-terminals.ts'
import { Whereabouts } from './whereabouts.ts'

/** Milliseconds that a command typed for the learner, or a check, may take unless its block says otherwise. */
const TIMEOUT = 60_000

export interface LifeOptions {
  lab: Lab
  machine: Machine
  seed: string
  /** The id of the step that the learner is at. */
  at: string
  /** Whether a step is open to the learner. */
  isOpen: (step: string) => boolean
  listener: Omit<LearnListener, 'gone'>
  /** Checks, questions or commands of a step have turned. */
  turned: (progress: StepProgress) => void
  gone: (error: MachineError) => void
}

/**
 * How many times as long as usual things take where a machine is too slow to have its learner wait until the checks have been
 * looked at: they get their prompt first, and the look comes after their first command, or this much later.
 */
const SLOW = 5
/** Milliseconds on a machine of the usual pace. */
const FIRST_LOOK = 100
/** Milliseconds, there too, that a command waits for a look to end. */
const LOOK = 100

/** What a learner does on a machine from when it is new until it is made new again, or goes. */
export class Life implements AsyncDisposable {
  readonly stage: Stage
  readonly lesson: LessonProgress
  readonly terminals: WatchedTerminals
  readonly typing: Typing
  readonly ready: Readiness
  readonly #place: Whereabouts
  readonly #options: LifeOptions
  readonly #judge: CommandJudge
  readonly #ending = new AbortController()
  readonly #firstLook: Later<StepProgress>

  constructor(options: LifeOptions) {
    const { lab, machine, seed, at, listener } = options
    this.#options = options
    const variables = initialVariables(lab, machine.facts, seed)
    this.stage = { lab, machine, variables, timeout: TIMEOUT, signal: this.#ending.signal }
    this.lesson = new LessonProgress(lab, this.stage)
    this.terminals = new WatchedTerminals(machine, {
      printed: (watched, data) => {
        listener.output(watched.name, data)
        this.#judge.printed(watched)
      },
      commandEnded: (watched, out) => void this.#judge.ended(watched, out),
      ended: (name, error) => this.#terminalEnded(name, error),
    })
    this.typing = new Typing(this.stage, this.lesson, this.terminals)
    this.#judge = new CommandJudge({
      lesson: this.lesson,
      typing: this.typing,
      at: () => this.at,
      judged: (found) => this.#judged(found),
    })
    this.ready = new Readiness(this.stage)
    this.#firstLook = new Later(FIRST_LOOK * machine.pace, (progress) =>
      this.inBackground(() => this.#place.look(progress)),
    )
    this.#place = new Whereabouts(this.lesson.step(at) ?? this.lesson.steps[0]!, {
      ready: this.ready,
      pace: machine.pace,
      listener,
      isOver: () => this.#isOver,
      turned: options.turned,
      inBackground: (run) => this.inBackground(run),
    })
  }

  /** The step that the learner is at. */
  get at(): StepProgress {
    return this.#place.at
  }

  /**
   * Makes the machine ready for the lab and the step that the learner is at, once some steps have been played again.
   * @throws MachineError when the machine has gone
   */
  async begin(before: readonly Step[]): Promise<void> {
    try {
      await this.ready.begin(this.at.step, before)
      if (this.stage.machine.pace < SLOW) await this.#place.look(this.at)
      else this.#firstLook.note(this.at)
    } catch (error) {
      if (!this.#isOver) throw error
    }
  }

  /** Goes to a step: what the machine needs for it is made ready once, and its checks are looked at. */
  async go(progress: StepProgress): Promise<void> {
    await this.#place.moveTo(progress)
    await this.#place.look(progress)
  }

  /** @returns why a command could not be typed */
  async type(errand: Errand): Promise<string | undefined> {
    const { listener } = this.#options
    const typed = this.typing.type(
      errand,
      async () => {
        await this.#place.moveTo(errand.progress)
        await this.#quiet()
      },
      (watched, out) => this.#judge.ended(watched, out),
    )
    listener.changed()
    try {
      return await typed
    } catch (error) {
      if (this.#isOver) return 'The machine was made as new, or stopped, before the command had ended.'
      if (!(error instanceof MachineError)) throw error
      void this.#probe(error)
      return troubleText(error)
    } finally {
      listener.changed()
    }
  }

  /** Waits for looks at checks, which run programs on the machine: a command could see them, and count them. */
  async #quiet(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LOOK * this.stage.machine.pace)
    })
    await Promise.race([late, Promise.all(this.lesson.steps.map(({ quiet }) => quiet))])
    clearTimeout(timer)
  }

  /** @throws MachineError when the machine has gone */
  async answer(progress: StepProgress, index: number, text: string): Promise<void> {
    const question = progress.questions[index]
    if (!question) return
    const { right, trouble } = await progress.answer(question, text)
    if (this.#isOver) return
    this.#options.listener.tried?.({
      step: progress.step.id,
      what: 'answer',
      text: question.block.title,
      ok: right,
      reason: right ? '' : (trouble ?? text),
    })
    if (right) await progress.look()
    if (!this.#isOver) this.#options.turned(progress)
  }

  /** Does something while the learner goes on; what goes wrong means that the machine has gone. */
  async inBackground(run: () => Promise<void>): Promise<void> {
    try {
      await run()
    } catch (error) {
      if (!this.#isOver) this.#options.gone(asMachineError(error))
    }
  }

  /** Ends whatever goes on, and hears of nothing more; terminals are left to their machine. */
  async end(): Promise<void> {
    this.#ending.abort()
    this.#firstLook[Symbol.dispose]()
    this.#judge[Symbol.dispose]()
    this.terminals.forget()
    await this.ready[Symbol.asyncDispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const terminals = this.terminals[Symbol.asyncDispose]()
    await Promise.all([terminals, this.end()])
  }

  get #isOver(): boolean {
    return this.#ending.signal.aborted
  }

  #judged(found: Found | undefined): void {
    if (this.#isOver) return
    if (found) {
      this.#tried(found)
      this.#options.turned(found.progress)
    }
    void this.inBackground(async () => {
      if (found?.judged.ok && this.#options.isOpen(found.progress.step.id))
        await this.#place.moveTo(found.progress)
      await this.#place.lookOn()
    })
  }

  #tried({ progress, judged }: Found): void {
    this.#options.listener.tried?.({
      step: progress.step.id,
      what: 'command',
      text: substitute(judged.task.command.text, this.stage.variables),
      ok: judged.ok,
      reason: judged.ok ? '' : judged.reason,
    })
  }

  #terminalEnded(name: string, error: MachineError | undefined): void {
    const { listener } = this.#options
    this.typing.drop(name)
    listener.ended(name)
    listener.changed()
    if (error) void this.#probe(error)
  }

  /** Tells that the machine has gone, if it has: a learner may only have killed all that ran on a terminal. */
  #probe(error: MachineError): Promise<void> {
    return this.inBackground(async () => {
      const { exit } = await this.stage.machine.exec('true', { signal: this.#ending.signal })
      if (exit !== 0) throw error
    })
  }
}
