import { compile } from '../expect/compile.ts'
import { isMet } from '../expect/match.ts'
import { substitute } from '../expect/substitute.ts'
import type { Block, Command, Step } from '../lab/lab.ts'
import { judge } from '../play/attempt.ts'
import { checksOf, holds } from '../play/check.ts'
import type { Stage } from '../play/stage.ts'
import type { CommandOutput } from '../terminal/terminal.ts'
import { isAnswer } from './answer.ts'

/** A command of the lesson that the learner is to type, or to have typed. */
export interface Task {
  block: Block
  command: Command
  /** It has been typed, and printed what the lesson prints. */
  done: boolean
  /** What it captured then. */
  captures: string[]
}

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
}

/** What a command of the lesson came to, typed by whomever. */
export type Judged = { task: Task; ok: true; again: boolean } | { task: Task; ok: false; reason: string }

/** How far a learner is with one step. Knows the lesson and the machine, and nothing of screens. */
export class StepProgress {
  readonly step: Step
  readonly tasks: Task[]
  readonly checks: Check[]
  readonly questions: Question[]
  hintsShown = 0
  readonly #stage: Stage
  readonly #depths: ReadonlyMap<Command, number>

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
      .map((block) => ({ block, answered: false, wrong: 0 }))
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
      const judged = this.#judge(task, out)
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
    return this.#judge(task, { ...running, exit: undefined, ms: 0, ended: 'running' })
  }

  /**
   * Runs the checks out of sight, once. They may hold before what they need was captured: then they capture for
   * themselves alone.
   * @returns those that changed
   */
  async look(): Promise<Check[]> {
    const changed: Check[] = []
    for (const check of this.checks) {
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
    if (!found.holds) return { right: false, trouble: found.reason ?? '' }
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

  #tasksLike(terminal: string, depth: number, typed: string): Task[] {
    const text = flat(typed)
    return this.tasks.filter(
      ({ command }) =>
        command.terminal === terminal &&
        this.#depths.get(command) === depth &&
        flat(substitute(command.text, this.#stage.variables)) === text,
    )
  }

  #judge(task: Task, out: CommandOutput): Judged {
    const { block, command } = task
    // Typed again, it captures again.
    const variables = new Map(this.#stage.variables)
    for (const name of task.captures) variables.delete(name)
    const known = new Set(variables.keys())
    const verdict = judge(block, command, attemptOf(task, out), variables)
    if (!verdict.ok) return { task, ok: false, reason: verdict.reason }
    const again = task.done
    task.done = true
    task.captures = [...variables.keys()].filter((name) => !known.has(name))
    for (const name of task.captures) this.#stage.variables.set(name, variables.get(name)!)
    return { task, ok: true, again }
  }
}

/** A command as it is compared: however its blanks and its lines were set. */
const flat = (text: string): string => text.replace(/\\\n/g, ' ').replace(/\s+/g, ' ').trim()

const attemptOf = ({ block, command }: Task, { output, exit, ended }: CommandOutput) => {
  switch (ended) {
    // It has not ended, so there is no exit status to compare.
    case 'entered':
      return { output, exit: command.exit }
    case 'running':
      return { output, exit: undefined }
    case 'timeout':
      return { output, exit: undefined, failure: 'it did not end in time, and was interrupted' }
    case 'exit':
      if (command.enters) return { output, exit, failure: 'it ended and opened no shell' }
      // A person ends what runs in the background with Ctrl-C.
      return { output, exit: block.options.background ? undefined : exit }
  }
}
