import type { Command, Lab } from '../lab/lab.ts'
import type { Stage } from '../play/stage.ts'
import type { CommandOutput } from '../terminal/terminal.ts'
import { shellDepths } from './shell-depth.ts'
import { StepProgress } from './step-progress.ts'
import type { Judged, Task } from './task.ts'

/** What came of a command when it was run last. */
export interface Outcome {
  ok: boolean
  reason: string
  output: string
}

export interface Found {
  progress: StepProgress
  judged: Judged
}

/** A command that was typed: where, inside of how many shells, and what came of it. */
export interface TypedCommand {
  terminal: string
  depth: number
  out: CommandOutput
}

/** Bytes of a command's output that are kept. */
const KEPT = new Uint8Array(16 * 1024)

/** How far a learner is with all steps of a lab, whose commands they run in any order. */
export class LessonProgress {
  readonly steps: StepProgress[]
  readonly depths: ReadonlyMap<Command, number>
  readonly #outcomes = new Map<Task, Outcome>()

  constructor(lab: Lab, stage: Stage) {
    this.depths = shellDepths(lab)
    this.steps = lab.steps.map((step) => new StepProgress(stage, step, this.depths))
  }

  step(id: string): StepProgress | undefined {
    return this.steps.find(({ step }) => step.id === id)
  }

  outcome(task: Task): Outcome | undefined {
    return this.#outcomes.get(task)
  }

  /** Takes over which questions were answered on an earlier machine. */
  takeAnswers({ steps }: LessonProgress): void {
    for (const [step, { questions }] of this.steps.entries()) {
      for (const [index, question] of questions.entries()) {
        const { answered, wrong } = steps[step]!.questions[index]!
        Object.assign(question, { answered, wrong })
      }
    }
  }

  /**
   * Holds a command against the lesson: against the step that the learner is at, then against those behind it and those
   * before it, first where it has not been typed yet. It counts where it prints what the lesson prints; else it differs
   * in the first of them, but not where it was as it should be before in a step that the learner has left.
   */
  ended(at: StepProgress, { terminal, depth, out }: TypedCommand): Found | undefined {
    let differs: Found | undefined
    for (const progress of this.#inTurn(at, (each) => each.awaits(terminal, depth, out.command))) {
      const judged = progress.ended(terminal, depth, out)
      if (judged?.ok) return this.#keep({ progress, judged }, out.output)
      if (judged && (progress === at || !judged.task.done)) differs ??= { progress, judged }
    }
    return differs && this.#keep(differs, out.output)
  }

  /** The same for a command that still runs: a `background` one may have printed enough. */
  runsOn(
    at: StepProgress,
    terminal: string,
    depth: number,
    running: { command: string; output: string },
  ): Found | undefined {
    for (const progress of this.#inTurn(at)) {
      const judged = progress.runsOn(terminal, depth, running)
      if (judged) return this.#keep({ progress, judged }, running.output)
    }
    return undefined
  }

  /** Holds a command against the one task that it was typed for. */
  judge(progress: StepProgress, task: Task, out: CommandOutput): Found {
    return this.#keep({ progress, judged: progress.judge(task, out) }, out.output)
  }

  #inTurn(at: StepProgress, isFirst: (progress: StepProgress) => boolean = () => true): StepProgress[] {
    const place = this.steps.indexOf(at)
    const others = [...this.steps.slice(place + 1), ...this.steps.slice(0, place)]
    return [at, ...others.filter(isFirst), ...others.filter((each) => !isFirst(each))]
  }

  #keep(found: Found, output: string): Found {
    const { judged } = found
    const { read } = new TextEncoder().encodeInto(output, KEPT)
    this.#outcomes.set(judged.task, {
      ok: judged.ok,
      reason: judged.ok ? '' : judged.reason,
      output: output.slice(0, read),
    })
    return found
  }
}
