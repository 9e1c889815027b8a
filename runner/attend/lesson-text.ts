/** What a lesson says, set for the learner's window. */
import { substitute } from '../expect/substitute.ts'
import type { Block, Command, Lab } from '../lab/lab.ts'
import type { StepProgress } from '../learn/step-progress.ts'
import type { Variables } from '../play/variables.ts'
import { capturedNames, consoleLines, readableProse, type View } from './console-text.ts'
import { type Document, parseMarkdown, readDocument } from './document.ts'
import { proseLines } from './prose.ts'
import { reasonLines } from './reason.ts'
import type { Screen } from './screen.ts'
import { hang, wrap } from './wrap.ts'

export class LessonText {
  readonly #lab: Lab
  readonly #document: Document
  readonly #screen: Screen
  readonly #variables: Variables
  readonly #captured: ReadonlySet<string>
  readonly #blocks: ReadonlyMap<number, Block>

  constructor(lab: Lab, source: string, variables: Variables, screen: Screen) {
    this.#lab = lab
    this.#document = readDocument(source, lab)
    this.#screen = screen
    this.#variables = variables
    this.#captured = capturedNames(lab)
    this.#blocks = new Map(
      [lab, ...lab.steps].flatMap(({ blocks }) => blocks).map((block) => [block.position.line, block]),
    )
  }

  /** The title, and what stands above the first step. */
  opening(): string[] {
    const { title, description, minutes, steps } = this.#lab
    const { bold, dim } = this.#screen.paint
    const opening = proseLines(this.#document.opening, { ...this.#view(), blocks: this.#blocks })
    const count = `${countOf(steps.length, 'step')}, about ${countOf(minutes, 'minute')}`
    const about = wrap([{ text: description, paint: (text) => text }], this.#screen.size.columns - 1)
    return ['', bold(title), ...about, dim(count), ...(opening.length > 0 ? ['', ...opening] : [])]
  }

  /** A step: its title, its prose, and what is to be brought about. */
  step(progress: StepProgress): string[] {
    const { step, checks, questions } = progress
    const { steps } = this.#lab
    const { columns } = this.#screen.size
    const done = new Set(progress.tasks.filter((task) => task.done).map(({ command }) => command))
    const prose = proseLines(this.#document.steps.get(step) ?? [], {
      ...this.#view(),
      blocks: this.#blocks,
      isDone: (command) => done.has(command),
    })
    const box = (ticked: boolean): string => (ticked ? this.#screen.paint.green('[✓]') : '[ ]')
    const todo = [
      ...checks.flatMap(({ block, held }) => hang(box(held), this.title(block), columns)),
      ...questions.flatMap(({ block, answered }) =>
        hang(box(answered), `Question: ${this.title(block)}`, columns),
      ),
    ]
    return [
      '',
      this.#screen.rule(`${steps.indexOf(step) + 1} of ${steps.length}`),
      this.#screen.paint.bold(step.title),
      '',
      ...prose,
      ...(todo.length > 0 ? ['', ...todo] : []),
      '',
    ]
  }

  /** Markdown that stands by itself, such as a hint's. */
  markdown(source: string): string[] {
    return proseLines(parseMarkdown(source), this.#view())
  }

  commands(commands: readonly Command[]): string[] {
    return consoleLines(commands, this.#view())
  }

  /** A command as it will be typed, on one line. */
  typed(command: Command): string {
    const text = substitute(command.text, this.#variables).replaceAll('\n', ' ')
    return `${this.#document.promptOf(command)} ${text}`
  }

  /** What a check or a question is about, with known values filled in. */
  title({ title }: Block): string {
    return readableProse(title, this.#view())
  }

  /** A question as it is asked. */
  question(block: Block): string[] {
    const { paint, size } = this.#screen
    return hang('?', this.title(block), size.columns, paint.bold)
  }

  /** A check or question that holds, or not, and why. */
  verdict(ok: boolean, block: Block, reason = ''): string[] {
    const { paint, size } = this.#screen
    const mark = ok ? paint.green('✓') : paint.red('✗')
    return [
      ...hang(mark, this.title(block), size.columns),
      ...(ok ? [] : reasonLines(reason, paint, size.columns)),
    ]
  }

  /** A check that holds now and did not before, or the other way round. */
  change(held: boolean, block: Block): string[] {
    const { paint, size } = this.#screen
    return held
      ? this.verdict(true, block)
      : hang(paint.red('✗'), `no longer: ${this.title(block)}`, size.columns)
  }

  #view(): View {
    const { paint, size } = this.#screen
    return {
      paint,
      columns: size.columns,
      variables: this.#variables,
      captured: this.#captured,
      promptOf: (command) => this.#document.promptOf(command),
    }
  }
}

const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
