import type { Size } from '../machine/machine.ts'
import type { Stage } from '../play/stage.ts'
import type { CommandOutput } from '../terminal/terminal.ts'
import type { LessonProgress } from './lesson-progress.ts'
import type { StepProgress } from './step-progress.ts'
import { isTyped, type Task } from './task.ts'
import { typeTask } from './typist.ts'
import type { WatchedTerminal } from './watched-terminal.ts'
import type { WatchedTerminals } from './watched-terminals.ts'

/** Of a terminal that is opened because a command is to be typed in it. */
const SIZE: Size = { columns: 80, rows: 24 }
/** Commands typed on the way to the shell that one is meant for; shells are never so deep. */
const LONGEST_WAY = 8

export interface Errand {
  progress: StepProgress
  task: Task
}

/** The commands of the lesson that are typed for the learner: one in a terminal at a time. */
export class Typing {
  readonly #stage: Stage
  readonly #lesson: LessonProgress
  readonly #terminals: WatchedTerminals
  readonly #errands = new Map<string, Errand>()

  constructor(stage: Stage, lesson: LessonProgress, terminals: WatchedTerminals) {
    this.#stage = stage
    this.#lesson = lesson
    this.#terminals = terminals
  }

  isUnderWay(task: Task): boolean {
    return [...this.#errands.values()].some((errand) => errand.task === task)
  }

  /** What a command in a terminal was typed for, if we typed it. */
  errand(terminal: string, command: string): Errand | undefined {
    const errand = this.#errands.get(terminal)
    return errand && isTyped(errand.task, command, this.#stage.variables) ? errand : undefined
  }

  /** A terminal has done what it was to do, or has ended. */
  drop(terminal: string): void {
    this.#errands.delete(terminal)
  }

  /**
   * Types a command, and what leads to the shell that it is meant for. Waits until it has ended, but for one in the
   * background: that is under way until it is dropped.
   * @param arrive makes ready what the command's step needs
   * @param ended holds a command that has ended against the lesson
   * @returns why that could not be done
   * @throws MachineError when the terminal has gone
   */
  async type(
    errand: Errand,
    arrive: () => Promise<void>,
    ended: (watched: WatchedTerminal, out: CommandOutput) => boolean,
  ): Promise<string | undefined> {
    const { terminal } = errand.task.command
    if (this.#errands.has(terminal)) {
      return `Terminal ${terminal} is busy: a command of the lesson runs there. Wait for its end, or end it (Ctrl-C, or q).`
    }
    this.#errands.set(terminal, errand)
    let runsOn = false
    try {
      await arrive()
      const watched = await this.#terminals.open(terminal, SIZE)
      const trouble = await this.#typeAll(errand.task, watched, (out) => ended(watched, out))
      runsOn = trouble === undefined && errand.task.block.options.background
      return trouble
    } finally {
      if (!runsOn && this.#errands.get(terminal) === errand) this.#errands.delete(terminal)
    }
  }

  async #typeAll(
    task: Task,
    watched: WatchedTerminal,
    ended: (out: CommandOutput) => boolean,
  ): Promise<string | undefined> {
    const { command } = task
    for (let left = LONGEST_WAY; left > 0; left--) {
      const { depth } = watched
      const typed = await typeTask(this.#stage, task, watched, this.#lesson.depths, ended)
      if (typed.what === 'nothing') return typed.trouble
      if (typed.what === 'command') return undefined
      if (watched.depth === depth) break
    }
    return `Terminal ${watched.name} did not come to ${command.prompt}, where this command belongs: look there for why.`
  }
}
