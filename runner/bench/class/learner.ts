import type { Lab, Step } from '../../lab/lab.ts'
import { checksOf } from '../../play/check.ts'
import { Hands, type Manner } from './hands.ts'
import type { Pass } from './join.ts'
import { Interrupted, Page } from './page.ts'

export interface LearnerOptions extends Omit<Manner, keyof typeof MANNER>, Partial<typeof MANNER> {
  lab: Lab
  pass: Pass
  name: string
  /** Milliseconds that a machine may take. */
  machinePatience?: number
}

const MANNER = { keysPerSecond: 8, patience: 60_000 }
const MACHINE_PATIENCE = 120_000

/** Somebody who works through a lab in their page: types each command, thinks, answers, and comes back when the connection is lost. */
export class Learner {
  readonly name: string
  readonly page: Page
  /** Ids of the steps that the learner was told are done, ever. */
  readonly done = new Set<string>()
  /** How many machines they have begun to work on. */
  machines = 0
  /** They have finished, or failed. */
  isOver = false
  readonly #lab: Lab
  readonly #hands: Hands
  readonly #patience: { step: number; machine: number }
  /** The machine that they have begun to work on. */
  #machine = ''
  /** The step that they are at, counted from 0. */
  #at = 0

  /** Opens the page. */
  constructor({ lab, pass, name, machinePatience = MACHINE_PATIENCE, ...manner }: LearnerOptions) {
    const all = { ...MANNER, ...manner }
    this.name = name
    this.#lab = lab
    this.#patience = { step: all.patience, machine: machinePatience }
    this.page = new Page(pass, lab.name, ({ steps }) => {
      for (const { id, done } of steps) if (done) this.done.add(id)
    })
    this.#hands = new Hands(this.page, all)
  }

  /** Milliseconds from each key to its echo. */
  get echoes(): readonly number[] {
    return this.#hands.keyboard.echoes
  }

  /** Steps that they were told are done, and that are not any more. */
  get missing(): string[] {
    const { steps = [] } = this.page.state ?? {}
    return [...this.done].filter((id) => !steps.find((step) => step.id === id)?.done)
  }

  /** Waits for the machine, and for a prompt in each terminal of the lab. */
  async ready(): Promise<void> {
    await this.#uninterrupted(async () => {
      for (const name of terminalsOf(this.#lab)) await this.#hands.prompt(this.page.screen(name))
    })
  }

  /**
   * Works through the lab until all of its steps are done.
   * @throws where a command does not come right, or a step is not done
   */
  async work(): Promise<void> {
    try {
      await this.#uninterrupted(() => this.#goOn())
    } catch (error) {
      throw new Error(`${this.name}: ${error instanceof Error ? error.message : error}`, { cause: error })
    } finally {
      this.isOver = true
    }
  }

  /** Enters something else than the lesson asks for in the lab's first terminal, and leaves it running. */
  async misbehave(command: string): Promise<void> {
    await this.#hands.enter(terminalsOf(this.#lab)[0]!, command)
  }

  /** Begins again where it stands as often as it is interrupted. */
  async #uninterrupted(work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await this.page.ready(this.#patience.machine)
        return await work()
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error
      }
    }
  }

  async #goOn(): Promise<void> {
    const { steps } = this.#lab
    if (this.#machine !== this.page.machine) {
      // On another machine the steps before the one that the server names have been played again.
      const named = steps.findIndex(({ id }) => id === this.page.state!.at)
      this.#at = Math.max(0, named)
      this.#machine = this.page.machine
      this.machines++
    }
    for (; this.#at < steps.length; this.#at++) await this.#doStep(steps[this.#at]!)
  }

  async #doStep({ id, blocks }: Step): Promise<void> {
    const state = () => this.page.state!.steps.find((step) => step.id === id)!
    this.page.say({ type: 'go', step: id })
    const consoles = blocks.filter(({ kind }) => kind === 'console')
    for (const [index, block] of consoles.entries()) {
      for (const [place, command] of block.commands.entries()) {
        const verdict = () => state().commands.find((each) => each.block === index && each.command === place)!
        await this.#hands.run(block, command, verdict)
      }
    }
    const questions = checksOf(blocks).filter(({ kind }) => kind === 'question')
    for (const [index, question] of questions.entries()) {
      const held = () => state().questions[index]!
      if (held().answered) continue
      await this.#hands.answer(id, index, question)
      const wrong = () => `the answer to '${question.title}' is not taken: ${held().trouble}`
      await this.page.until(() => held().answered, this.#patience.step, wrong)
    }
    const undone = () => `step ${id} is not done: ${reasons(state().checks)}`
    await this.page.until(() => state().done, this.#patience.step, undone)
    await this.#hands.lookAtPicture()
  }
}

const reasons = (checks: readonly { reason: string }[]): string =>
  checks.map(({ reason }) => reason).join('\n')

const terminalsOf = ({ steps }: Lab): string[] => {
  const consoles = steps.flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === 'console'))
  return [...new Set(consoles.flatMap(({ commands }) => commands.map(({ terminal }) => terminal)))]
}
