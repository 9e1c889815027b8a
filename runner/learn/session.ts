/**
 * A person's session with one lab, wherever it is shown. What they type goes to the machine; this looks on, and says after
 * each change how far they are. Needs a machine that was made for attended terminals.
 */
import type { Lab } from '../lab/lab.ts'
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
  /** The number of the machine's life that the session begins in; who makes machines counts on. */
  life: number
  listener: LearnListener
}

export class LearnSession implements AsyncDisposable {
  readonly life: number
  readonly #options: LearnSessionOptions
  readonly #done: Set<string>
  #version = ''
  #current: Life
  #resetting: Promise<void> | undefined
  #isGone = false

  constructor(options: LearnSessionOptions) {
    const { lab, done, life } = options
    this.life = life
    this.#options = options
    this.#done = new Set(done)
    this.#current = this.#newLife((lab.steps.find(({ id }) => !this.#done.has(id)) ?? lab.steps.at(-1)!).id)
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
   * @throws MachineError when the machine has gone
   */
  async begin(): Promise<void> {
    this.#version = await version(this.#options.lab)
    await this.#current.begin([])
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
    if (this.#resetting) return 'The machine is just being made as new: run the command again in a moment.'
    const progress = this.#current.lesson.step(step)
    const wanted = progress?.step.blocks.filter(({ kind }) => kind === 'console')[block]?.commands[command]
    const task = progress?.tasks.find((each) => each.command === wanted)
    if (!progress || !task) return `The lab has no such command (step '${step}'): load the page again.`
    return this.#current.type({ progress, task })
  }

  /** Holds an answer against what the machine says now. `question` counts the questions of the step, from 0. */
  async answer(step: string, question: number, text: string): Promise<void> {
    const life = this.#current
    const progress = life.lesson.step(step)
    if (progress) await life.inBackground(() => life.answer(progress, question, text))
  }

  /** The learner is at another step from now on. */
  go(step: string): void {
    const life = this.#current
    const progress = life.lesson.step(step)
    if (progress && progress !== life.at) void life.inBackground(() => life.go(progress))
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
    this.#current = this.#newLife(before.at.step.id)
    this.#current.lesson.takeAnswers(before.lesson)
    this.#options.listener.changed()
    const { steps } = this.#options.lab
    await this.#current.begin(replay ? steps.slice(0, steps.indexOf(before.at.step)) : [])
    this.#options.listener.changed()
  }

  #newLife(at: string): Life {
    const { lab, machine, seed, listener } = this.#options
    return new Life({
      lab,
      machine,
      seed,
      at,
      listener,
      gone: (error) => this.#gone(error),
      turned: (progress) => this.#turned(progress),
    })
  }

  #turned({ step, done }: StepProgress): void {
    if (done && !this.#done.has(step.id)) {
      this.#done.add(step.id)
      this.#options.listener.stepDone(step.id)
    }
    this.#options.listener.changed()
  }

  #gone(error: MachineError): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#options.listener.gone(error)
  }
}
