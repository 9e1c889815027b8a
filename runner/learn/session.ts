/**
 * A person's session with one lab, wherever it is shown. What they type goes to the machine; this looks on, and says after
 * each change how far they are. Needs a machine that was made for attended terminals.
 */
import type { Lab, Step } from '../lab/lab.ts'
import { version } from '../lab/version.ts'
import type { Machine, MachineError, Size } from '../machine/machine.ts'
import { Life } from './life.ts'
import type { LearnListener } from './listener.ts'
import { snapshot } from './snapshot.ts'
import type { LearnState } from './state.ts'
import type { StepProgress } from './step-progress.ts'

export interface LearnSessionOptions {
  lab: Lab
  machine: Machine
  /** Gives the values of `vary`. */
  seed: string
  /** Ids of the steps that were done before. */
  done: Iterable<string>
  /** The step that the learner is at; the first that is not done, where nothing is said. */
  at?: string | undefined
  /** The number of the machine's life that the session begins in; who makes machines counts on. */
  life: number
  /** Whether a step is open to the learner; one that is not can't be gone to, nor done. Without it, all are. */
  isOpen?: (step: string) => boolean
  listener: LearnListener
}

const CLOSED = 'This step is not open yet.'

export class LearnSession implements AsyncDisposable {
  readonly life: number
  readonly #options: LearnSessionOptions
  readonly #done: Set<string>
  #version = ''
  #current: Life
  #resetting: Promise<void> | undefined
  /** Questions whose last answer is being looked at. */
  readonly #answering = new Set<string>()
  /** Where the learner goes next, while they are still on their way. */
  #next: StepProgress | undefined
  #isOnTheWay = false
  #isGone = false

  constructor(options: LearnSessionOptions) {
    const { lab, done, life, at } = options
    this.life = life
    this.#options = options
    this.#done = new Set(done)
    const next = lab.steps.find(({ id }) => !this.#done.has(id)) ?? lab.steps.at(-1)!
    this.#current = this.#newLife(at ?? next.id)
    for (const { step, questions } of this.#current.lesson.steps) {
      for (const question of questions) question.answered = this.#done.has(step.id)
    }
  }

  /** All that a page shows but for the machine. `version` is empty until `begin` has been called, and a moment longer. */
  state(): Omit<LearnState, 'machine'> {
    const { lab, seed } = this.#options
    return { lab: lab.name, version: this.#version, seed, ...snapshot(this.#current, this.#done) }
  }

  /**
   * Makes the machine ready for the lab, and for the step that the learner is at.
   * @param replay plays the steps before that one
   * @throws MachineError when the machine has gone
   */
  async begin(replay = false): Promise<void> {
    this.#version = await version(this.#options.lab)
    await this.#current.begin(replay ? this.#before(this.#current) : [])
    this.#options.listener.changed()
  }

  /**
   * Opens a terminal where it is not open yet.
   * @throws MachineError when the machine has gone
   */
  async open(terminal: string, size: Size): Promise<void> {
    await this.#current.terminals.open(terminal, size)
    this.#options.listener.changed()
  }

  write(terminal: string, data: string): void {
    this.#current.terminals.write(terminal, data)
  }

  resize(terminal: string, { columns, rows }: Size): void {
    this.#current.terminals.get(terminal)?.terminal.resize(columns, rows)
  }

  async close(terminal: string): Promise<void> {
    await this.#current.terminals.close(terminal)
  }

  /** Takes no more of what a terminal prints, or takes it again: what prints there waits meanwhile. */
  pause(terminal: string, on: boolean): void {
    const open = this.#current.terminals.get(terminal)?.terminal
    if (on) open?.pause()
    else open?.resume()
  }

  /**
   * Types a command of the lesson in its terminal, and before it what leads to the shell that it is meant for. The
   * learner is at its step from then on. Waits until it has ended; one in the background runs on.
   * @param block counts the `console` blocks of the step, and `command` the commands of the block, from 0
   * @returns why it could not be typed
   */
  async run(step: string, block: number, command: number): Promise<string | undefined> {
    if (!this.#isOpen(step)) return CLOSED
    if (this.#resetting) return 'The machine is just being made as new: run the command again in a moment.'
    const progress = this.#current.lesson.step(step)
    const wanted = progress?.step.blocks.filter(({ kind }) => kind === 'console')[block]?.commands[command]
    const task = progress?.tasks.find((each) => each.command === wanted)
    if (!progress || !task) return `The lab has no such command (step '${step}'): load the page again.`
    return this.#current.type({ progress, task })
  }

  /**
   * Holds an answer against what the machine says now. `question` counts the questions of the step, from 0.
   * @returns why it could not be given
   */
  async answer(step: string, question: number, text: string): Promise<string | undefined> {
    if (!this.#isOpen(step)) return CLOSED
    const life = this.#current
    const progress = life.lesson.step(step)
    if (!progress) return undefined
    const key = `${step} ${question}`
    if (this.#answering.has(key)) return 'Your last answer is still being looked at.'
    this.#answering.add(key)
    await life.inBackground(() => life.answer(progress, question, text))
    this.#answering.delete(key)
    return undefined
  }

  /** The learner is at another step from now on. */
  go(step: string): void {
    const life = this.#current
    const progress = life.lesson.step(step)
    if (!progress || !this.#isOpen(step)) return
    this.#next = progress
    // Who leafs through the lesson has it looked at where they stop.
    if (!this.#isOnTheWay) void life.inBackground(() => this.#goOn(life))
  }

  async #goOn(life: Life): Promise<void> {
    this.#isOnTheWay = true
    try {
      while (this.#next && life === this.#current) {
        const progress = this.#next
        this.#next = undefined
        if (progress !== life.at) await life.go(progress)
      }
    } finally {
      this.#isOnTheWay = false
    }
  }

  /** Other steps are open than before: what was done of them already counts from now on. */
  opened(): void {
    for (const progress of this.#current.lesson.steps) this.#turned(progress)
  }

  /**
   * Makes the machine as new. Its terminals end, of which nothing is told. Steps that were done stay done, and questions
   * that were answered stay answered.
   * @param replay plays the steps before the learner's again
   * @throws MachineError where the machine can't be had
   */
  reset(replay: boolean): Promise<void> {
    this.#resetting ??= this.#reset(replay).finally(() => {
      this.#resetting = undefined
    })
    return this.#resetting
  }

  /** Ends the terminals. The machine is whose it was. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#current[Symbol.asyncDispose]()
  }

  async #reset(replay: boolean): Promise<void> {
    const before = this.#current
    await before.end()
    await this.#options.machine.reset()
    this.#isGone = false
    this.#next = undefined
    this.#current = this.#newLife(before.at.step.id)
    this.#current.lesson.takeAnswers(before.lesson)
    this.#options.listener.changed()
    await this.#current.begin(replay ? this.#before(before) : [])
    this.#options.listener.changed()
  }

  /** The steps before the one that the learner is at. */
  #before({ at }: Life): readonly Step[] {
    const { steps } = this.#options.lab
    return steps.slice(0, steps.indexOf(at.step))
  }

  #newLife(at: string): Life {
    const { lab, machine, seed, listener } = this.#options
    return new Life({
      lab,
      machine,
      seed,
      at,
      isOpen: (step) => this.#isOpen(step),
      listener,
      gone: (error) => this.#gone(error),
      turned: (progress) => this.#turned(progress),
    })
  }

  #turned({ step, done }: StepProgress): void {
    if (done && !this.#done.has(step.id) && this.#isOpen(step.id)) {
      this.#done.add(step.id)
      this.#options.listener.stepDone(step.id)
    }
    this.#options.listener.changed()
  }

  #isOpen(step: string): boolean {
    return this.#options.isOpen?.(step) ?? true
  }

  #gone(error: MachineError): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#options.listener.gone(error)
  }
}
