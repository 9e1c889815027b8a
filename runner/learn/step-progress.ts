import { compile } from '../expect/compile.ts'
import { isMet } from '../expect/match.ts'
import type { Block, Command, Step } from '../lab/lab.ts'
import { checksOf, holds } from '../play/check.ts'
import type { Stage } from '../play/stage.ts'
import type { CommandOutput } from '../terminal/terminal.ts'
import { isAnswer } from './answer.ts'
import { isTyped, type Judged, judgeTask, type Task } from './task.ts'

export interface Check {
  block: Block
  held: boolean
  /** Why it did not hold when it was last looked at. */
  reason: string
}

export interface Question {
  block: Block
  answered: boolean
  wrong: number
  /** Why the machine could not say when it was asked last; empty where it could. */
  trouble: string
}

/** How far a learner is with one step. Knows the lesson and the machine, and nothing of screens. */
export class StepProgress {
  readonly step: Step
  readonly tasks: Task[]
  readonly checks: Check[]
  readonly questions: Question[]
  hintsShown = 0
  readonly #stage: Stage
  readonly #depths: ReadonlyMap<Command, number>
  #quiet: Promise<void> = Promise.resolve()

  constructor(stage: Stage, step: Step, depths: ReadonlyMap<Command, number>) {
    this.step = step
    this.#stage = stage
    this.#depths = depths
    this.tasks = step.blocks
      .filter(({ kind }) => kind === 'console')
      .flatMap((block) => block.commands.map((command) => ({ block, command, done: false, captures: [] })))
    const checks = checksOf(step.blocks)
    this.checks = checks
      .filter(({ kind }) => kind === 'check')
      .map((block) => ({ block, held: false, reason: '' }))
    this.questions = checks
      .filter(({ kind }) => kind === 'question')
      .map((block) => ({ block, answered: false, wrong: 0, trouble: '' }))
  }

  /** The next command of the lesson that has not been typed. */
  get next(): Task | undefined {
    return this.tasks.find(({ done }) => !done)
  }

  /** The question to be asked now: all that is not a question is done. */
  get question(): Question | undefined {
    if (!this.checks.every(({ held }) => held)) return undefined
    if (this.checks.length === 0 && this.next) return undefined
    return this.openQuestion
  }

  /** The next question, whether its time has come or not. */
  get openQuestion(): Question | undefined {
    return this.questions.find(({ answered }) => !answered)
  }

  /** A step with checks or questions is done when they all hold, one with neither when its commands have been typed. */
  get done(): boolean {
    const verified = [
      ...this.checks.map(({ held }) => held),
      ...this.questions.map(({ answered }) => answered),
    ]
    return verified.length > 0 ? verified.every(Boolean) : !this.next
  }

  /** Holds a command that has ended against the lesson; undefined where the step has no such command. */
  ended(terminal: string, depth: number, out: CommandOutput): Judged | undefined {
    const same = this.#tasksLike(terminal, depth, out.command)
    const open = same.filter(({ done }) => !done)
    let first: Judged | undefined
    for (const task of open.length > 0 ? open : same) {
      const judged = this.judge(task, out)
      if (judged.ok) return judged
      first ??= judged
    }
    return first
  }

  /** Says whether a command that still runs is one of the lesson's `background` commands, and has printed enough. */
  runsOn(terminal: string, depth: number, running: { command: string; output: string }): Judged | undefined {
    const task = this.#tasksLike(terminal, depth, running.command).find(
      ({ block, done }) => block.options.background && !done,
    )
    if (!task) return undefined
    const compiled = compile(task.command.expected, task.block.options)
    if (!compiled.ok || !isMet(compiled.expectation, running.output, this.#stage.variables)) return undefined
    return this.judge(task, { ...running, exit: undefined, ms: 0, ended: 'running' })
  }

  /**
   * Runs checks out of sight, once: all, unless told otherwise. They may hold before what they need was captured: then they
   * capture for themselves alone.
   * @returns those that changed
   */
  async look(which: readonly Check[] = this.checks): Promise<Check[]> {
    const look = this.#look(which)
    // Nothing of what they found is kept: each would hold all before it.
    this.#quiet = Promise.allSettled([this.#quiet, look]).then(() => {})
    return look
  }

  /** Resolves when no look at its checks is under way. */
  get quiet(): Promise<void> {
    return this.#quiet
  }

  async #look(which: readonly Check[]): Promise<Check[]> {
    const changed: Check[] = []
    for (const check of which) {
      const found = await holds(this.#stage, check.block, { patient: false })
      if (found.holds !== check.held) changed.push(check)
      check.held = found.holds
      check.reason = found.reason ?? ''
    }
    return changed
  }

  /**
   * Holds an answer against what the machine says now.
   * @returns the reason where the machine can't say
   */
  async answer(question: Question, given: string): Promise<{ right: boolean; trouble?: string }> {
    const found = await holds(this.#stage, question.block, { patient: true })
    question.trouble = found.holds ? '' : (found.reason ?? '')
    if (!found.holds) return { right: false, trouble: question.trouble }
    question.answered = isAnswer(given, found.answer ?? '')
    if (!question.answered) question.wrong++
    return { right: question.answered }
  }

  /** What has been typed is gone: the machine was made as new. */
  forgetCommands(): void {
    for (const task of this.tasks) {
      task.done = false
      task.captures = []
    }
  }

  /** Holds a command that is known to be this one of the lesson against it. */
  judge(task: Task, out: CommandOutput): Judged {
    return judgeTask(task, out, this.#stage.variables)
  }

  /** Whether the step has such a command that has not been typed yet. */
  awaits(terminal: string, depth: number, typed: string): boolean {
    return this.#tasksLike(terminal, depth, typed).some(({ done }) => !done)
  }

  #tasksLike(terminal: string, depth: number, typed: string): Task[] {
    return this.tasks.filter(
      (task) =>
        task.command.terminal === terminal &&
        this.#depths.get(task.command) === depth &&
        isTyped(task, typed, this.#stage.variables),
    )
  }
}
