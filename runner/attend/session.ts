/**
 * A lab played with a person: prose, a live shell, and what became of the step after each command. What the learner
 * types goes to the machine; this looks on.
 */
import type { Block, Command, Lab } from '../lab/lab.ts'
import { Later } from '../learn/later.ts'
import { Lookout } from '../learn/lookout.ts'
import { setUp } from '../learn/out-of-sight.ts'
import { playAgain } from '../learn/replay.ts'
import { shellDepths } from '../learn/shell-depth.ts'
import { type Check, type Question, StepProgress } from '../learn/step-progress.ts'
import type { Judged } from '../learn/task.ts'
import { typeTask } from '../learn/typist.ts'
import { type Machine, MachineError } from '../machine/machine.ts'
import type { Stage } from '../play/stage.ts'
import { initialVariables } from '../play/variables.ts'
import type { CommandOutput } from '../terminal/terminal.ts'
import { Course } from './course.ts'
import { Dialogs } from './dialogs.ts'
import { doneLines, judgedLines } from './help-text.ts'
import type { Keyboard } from './keyboard.ts'
import { LessonText } from './lesson-text.ts'
import { MENU_KEY, MENU_NAME } from './menu.ts'
import type { Pane } from './pane.ts'
import { Panes } from './panes.ts'
import type { Screen } from './screen.ts'
import { troubleLines } from './trouble-lines.ts'

/** Milliseconds that a command typed for the learner, or a check, may take unless its block says otherwise. */
const TIMEOUT = 60_000
/** Milliseconds until what a background command printed is looked at. */
const SETTLE = 100

export interface SessionOptions {
  lab: Lab
  /** The lesson as it was read. */
  source: string
  machine: Machine
  /** Gives the values of `vary`. */
  seed: string
  /** The machine can be made as new. */
  resettable: boolean
  screen: Screen
}

export class Session {
  readonly stage: Stage
  readonly text: LessonText
  readonly screen: Screen
  readonly panes: Panes
  readonly course: Course
  readonly resettable: boolean
  readonly #seed: string
  readonly #depths: ReadonlyMap<Command, number>
  readonly #lookout: Lookout
  readonly #printed: Later<Pane>
  readonly #over: Promise<void>
  #end: (error?: unknown) => void = () => {}
  #dialogs: Dialogs | undefined
  #progress: StepProgress | undefined
  #isOver = false
  /** The step is on the screen: what happens now counts for it. */
  #begun = false
  /** Keys that came before there was a terminal for them. */
  #early = ''
  /** The step has been told to be done; Enter goes on. */
  #told = false
  /** The questions that were named and asked last. */
  #named: Question | undefined
  #asked: Question | undefined
  /** Ends what finished steps run on in terminals of their own, after they were played again. */
  #replayed: AsyncDisposable | undefined

  constructor({ lab, source, machine, seed, resettable, screen }: SessionOptions) {
    this.stage = { lab, machine, variables: initialVariables(lab, machine.facts, seed), timeout: TIMEOUT }
    this.text = new LessonText(lab, source, this.stage.variables, screen)
    this.screen = screen
    this.resettable = resettable
    this.course = new Course(lab)
    this.#seed = seed
    this.#depths = shellDepths(lab)
    this.#over = new Promise((resolve, reject) => {
      this.#end = (error) => (error ? reject(error) : resolve())
    })
    this.panes = new Panes(machine, screen, {
      ended: (pane, out) => this.#ended(pane, out),
      printed: (pane) => this.#printed.note(pane),
      gone: (cause) => this.#end(gone(lab, machine, cause)),
    })
    this.#printed = new Later(SETTLE, (pane) => this.#runsOn(pane))
    this.#lookout = new Lookout({
      pace: machine.pace,
      progress: () => (this.#begun && !this.#told ? this.#progress : undefined),
      looked: (progress, changed) => {
        if (this.#begun && !this.#told && progress === this.#progress) this.#tellChecks(changed)
      },
    })
  }

  /**
   * Plays until the learner has come to the end, or quits.
   * @throws MachineError when the machine has gone
   */
  async play(keyboard: Keyboard): Promise<void> {
    this.#dialogs = new Dialogs(this, keyboard)
    this.#background(async () => {
      await this.#setUp(this.stage.lab.blocks)
      await this.#begin()
    })
    try {
      await this.#over
    } finally {
      this.#isOver = true
      this.#begun = false
      this.#printed[Symbol.dispose]()
      this.panes.forget()
      await this.#replayed?.[Symbol.asyncDispose]()
    }
  }

  /** The step that the learner is at. */
  get progress(): StepProgress {
    return this.#progress!
  }

  /** The learner has come to the end, or wants no more. */
  quit(): void {
    this.#end()
  }

  /** Takes keys that no dialog has. */
  typed(keys: string): void {
    const pane = this.panes.shown
    if (!pane) {
      this.#early += keys
      return
    }
    const menu = keys.indexOf(MENU_KEY)
    if (menu === -1) {
      if (!/^[\r\n]$/.test(keys) || !pane.isEmpty || !this.#goesOn()) pane.write(keys)
    } else if (this.#begun) {
      if (menu > 0) pane.write(keys.slice(0, menu))
      this.#background(() => this.#dialogs!.menu(keys.slice(menu + 1)))
    }
  }

  // ——— steps

  async #begin(): Promise<void> {
    const { step } = this.course
    this.#begun = false
    this.#told = false
    this.#named = undefined
    this.#asked = undefined
    const progress = new StepProgress(this.stage, step, this.#depths)
    this.#progress = progress
    await this.#setUp(step.blocks)
    await progress.look()
    if (this.#isOver) return
    this.say(...this.text.step(progress))
    const terminal = progress.next?.command.terminal ?? 'host'
    const pane = this.panes.shown ?? (await this.panes.show(terminal))
    if (progress.next && pane.name !== terminal) {
      this.say(this.#dim(`This step begins in terminal ${terminal}: ${MENU_NAME} t shows it.`))
    }
    this.#begun = true
    this.goOn()
    const early = this.#early
    this.#early = ''
    if (early) this.typed(early)
  }

  async #setUp(blocks: readonly Block[]): Promise<void> {
    const short = await setUp(this.stage, blocks)
    this.say(...troubleLines(short, this.screen.paint, this.screen.size.columns))
  }

  /** Begins the next step, or ends the session. */
  async next(): Promise<void> {
    this.course.close('skipped')
    if (this.course.advance()) await this.#begin()
    else this.quit()
  }

  /** What Enter at an empty prompt does beyond a new prompt: the next question, the next step. */
  #goesOn(): boolean {
    if (!this.#begun) return false
    const { question } = this.progress
    if (this.#told) this.#background(() => this.next())
    else if (question) this.#background(() => this.#dialogs!.ask(question))
    return this.#told || question !== undefined
  }

  /** Says so where the step is done; asks where only its questions are open. */
  goOn(): void {
    const { done, question } = this.progress
    if (this.#told) return
    if (done) {
      this.#told = true
      this.course.close('done')
      this.say(...doneLines(this.course, this.progress, this.panes.shown, this.screen.paint))
    } else if (question) this.#bringUp(question)
  }

  /** Asks a question once by itself: when nothing of the lesson is left to try, and nobody types. Until then names it. */
  #bringUp(question: Question): void {
    const named = question === this.#named
    this.#named = question
    if (!this.progress.next && this.panes.shown?.isEmpty && question !== this.#asked) {
      this.#asked = question
      this.#background(() => this.#dialogs!.ask(question))
    } else if (!named) this.say(...this.text.question(question.block), this.#dim(`  ${ASK_AGAIN}`))
  }

  // ——— commands and checks

  #ended(pane: Pane, out: CommandOutput): void {
    if (!this.#begun) return
    const judged = this.progress.ended(pane.name, pane.typedDepth, out)
    if (judged) this.#tell(judged)
    this.#background(() => this.#lookout.look())
  }

  /** A background command of the lesson does not end: what it printed so far is looked at. */
  #runsOn(pane: Pane): void {
    if (!this.#begun || !pane.running) return
    const judged = this.progress.runsOn(pane.name, pane.depth, pane.running)
    if (!judged) return
    this.#tell(judged)
    this.#background(() => this.#lookout.look())
  }

  #tell(judged: Judged): void {
    this.say(...judgedLines(judged, this.progress, this.screen.paint, this.screen.size.columns))
  }

  #tellChecks(changed: readonly Check[]): void {
    this.say(...changed.flatMap(({ held, block }) => this.text.change(held, block)))
    this.goOn()
  }

  // ——— what the menu does

  /** Types the next command of the lesson, in the terminal that it belongs to. */
  async typeNext(): Promise<void> {
    const task = this.progress.next
    if (!task) return this.say(this.#dim('All commands of this step have been typed.'))
    const pane = await this.panes.show(task.command.terminal)
    const typed = await typeTask(this.stage, task, pane, this.#depths)
    if (typed.what === 'nothing') this.say(typed.trouble)
  }

  /** Terminals named in the lesson, and those that the learner opened. */
  get terminals(): string[] {
    return [...new Set([...[...this.#depths.keys()].map(({ terminal }) => terminal), ...this.panes.names])]
  }

  /**
   * Makes the machine as new, and plays the steps before this one again if that is wished.
   * @throws MachineError where that can't be done
   */
  async reset(replay: boolean): Promise<void> {
    const { lab, machine, variables } = this.stage
    const shown = this.panes.shown?.name ?? 'host'
    this.#begun = false
    this.say(this.#dim('Making the machine as new …'))
    this.screen.leave()
    this.panes.forget()
    await this.#replayed?.[Symbol.asyncDispose]()
    await machine.reset()
    variables.clear()
    for (const [name, value] of initialVariables(lab, machine.facts, this.#seed)) variables.set(name, value)
    await this.#setUp(lab.blocks)
    const again = replay ? this.course.before : []
    this.#replayed = await playAgain(this.stage, again, (step) =>
      this.say(this.#dim(`  again: ${step.title}`)),
    )
    this.#named = undefined
    this.#asked = undefined
    this.progress.forgetCommands()
    await this.#setUp(this.progress.step.blocks)
    this.#begun = true
    await this.panes.show(shown)
    this.say(`Machine ${machine.id} is as new.`)
    await this.#lookout.look()
  }

  /** Our own lines, above the prompt. */
  say(...lines: readonly string[]): void {
    if (lines.length > 0 && !this.#isOver) this.screen.say(lines)
  }

  #dim(text: string): string {
    return this.screen.paint.dim(text)
  }

  /** Does something while the learner goes on; what goes wrong ends the session. */
  #background(run: () => Promise<void>): void {
    run().catch((error) => this.#end(error))
  }
}

const gone = ({ name }: Lab, { id }: Machine, cause: Error): MachineError =>
  new MachineError(
    `machine ${id} has gone, and all that ran on it`,
    `labwright run ${name} begins again on a new one`,
    { cause },
  )

/** How to come back to a question that was left open. */
export const ASK_AGAIN = `Enter at the empty prompt, or ${MENU_NAME} a, lets you answer.`
