import type { CommandOutput } from '../terminal/terminal.ts'
import { Later } from './later.ts'
import type { Found, LessonProgress } from './lesson-progress.ts'
import type { StepProgress } from './step-progress.ts'
import type { Typing } from './typing.ts'
import type { WatchedTerminal } from './watched-terminal.ts'

/** Milliseconds until what a background command printed is looked at. */
const SETTLE = 100

export interface CommandJudgeOptions {
  lesson: LessonProgress
  typing: Typing
  /** The step that the learner is at. */
  at: () => StepProgress
  /** Told of each command that has ended, or has printed enough, and what it is in the lesson. */
  judged: (found: Found | undefined) => void
}

/** Holds what runs on a learner's terminals against the lesson: what was typed for them, and what they typed. */
export class CommandJudge implements Disposable {
  readonly #options: CommandJudgeOptions
  readonly #printed = new Later<WatchedTerminal>(SETTLE, (watched) => this.#runsOn(watched))
  /** Commands that were held against the lesson, and whether they printed what it prints. */
  readonly #heard = new WeakMap<CommandOutput, boolean>()

  constructor(options: CommandJudgeOptions) {
    this.#options = options
  }

  /** Something was printed: a background command of the lesson may have printed enough. */
  printed(watched: WatchedTerminal): void {
    this.#printed.note(watched)
  }

  /**
   * A command has ended. Whoever hears of it first may say so, and others again.
   * @returns whether it printed what the lesson prints
   */
  ended(watched: WatchedTerminal, out: CommandOutput): boolean {
    const heard = this.#heard.get(out)
    if (heard !== undefined) return heard
    const { lesson, typing, at, judged } = this.#options
    const errand = typing.errand(watched.name, out.command)
    const found = errand
      ? lesson.judge(errand.progress, errand.task, out)
      : lesson.ended(at(), { terminal: watched.name, depth: watched.typedDepth, out })
    if (errand?.task.block.options.background) typing.drop(watched.name)
    const ok = found?.judged.ok ?? false
    this.#heard.set(out, ok)
    judged(found)
    return ok
  }

  [Symbol.dispose](): void {
    this.#printed[Symbol.dispose]()
  }

  /** A background command does not end: what it printed so far is looked at. */
  #runsOn({ running, name, depth }: WatchedTerminal): void {
    if (!running) return
    const { lesson, typing, at, judged } = this.#options
    const found = lesson.runsOn(typing.errand(name, running.command)?.progress ?? at(), name, depth, running)
    if (!found) return
    typing.drop(name)
    judged(found)
  }
}
