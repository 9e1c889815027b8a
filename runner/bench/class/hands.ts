import type { Block, Command } from '../../lab/lab.ts'
import type { CommandState } from '../../learn/state.ts'
import { answerOf } from './answer.ts'
import { Chance } from './chance.ts'
import { Keyboard } from './keyboard.ts'
import type { Page } from './page.ts'
import type { Screen } from './screen.ts'

/** How somebody works. Times are in milliseconds. */
export interface Manner {
  /** Of the times that they take to think, and of the rhythm of their keys. */
  seed: number
  /** How long they think before each command: from, to. */
  thinking: readonly [number, number]
  keysPerSecond: number
  /** Until a command must have come right. */
  patience: number
}

/** After a prompt, in which a command is judged. */
const JUDGED = 1500
/** Until a command that takes its time (`within`) is typed again. */
const AGAIN = 2000

/** What a learner does in the terminals of their page. Everything here throws `Interrupted` where the page is. */
export class Hands {
  readonly keyboard: Keyboard
  readonly #page: Page
  readonly #manner: Manner
  readonly #chance: Chance

  constructor(page: Page, manner: Manner) {
    this.#page = page
    this.#manner = manner
    this.#chance = new Chance(manner.seed)
    this.keyboard = new Keyboard(page, this.#chance, manner.keysPerSecond)
  }

  /** Looks at the picture of the networks for as long as they think. */
  async lookAtPicture(): Promise<void> {
    this.#page.say({ type: 'picture', shown: true })
    await this.#think()
    this.#page.say({ type: 'picture', shown: false })
  }

  /**
   * Types a command of the lesson until it comes right: once, but where the lesson says that it may take its time.
   * @throws where it does not come right
   */
  async run(block: Block, command: Command, verdict: () => CommandState): Promise<void> {
    const { patience } = this.#manner
    const isRight = () => verdict().state === 'matched'
    const end = performance.now() + patience
    while (!isRight()) {
      await this.#think()
      const { text = command.text, terminal = command.terminal } = verdict()
      const screen = await this.enter(terminal, text)
      const wrong = () =>
        `'${text}' is ${verdict().state} in terminal ${terminal}\n${verdict().reason ?? ''}\n${screen.tail}\n`
      let over = Number.POSITIVE_INFINITY
      const isJudged = () => {
        if (screen.atPrompt) over = Math.min(over, performance.now() + JUDGED)
        // What may take its time is not told to differ: it stays open, to be typed again.
        const isWrong = verdict().state === 'differs' || (block.options.within && verdict().state === 'open')
        return isRight() || (performance.now() > over && Boolean(isWrong))
      }
      await this.#page.until(isJudged, patience, wrong)
      if (isRight()) return
      if (!block.options.within || performance.now() > end) throw new Error(wrong())
      await this.#page.pause(AGAIN)
    }
  }

  /**
   * Answers a question, by typing its commands.
   * @throws where they hold no answer, or it could not be taken
   */
  async answer(step: string, question: number, block: Block): Promise<void> {
    await this.#think()
    const text = await answerOf(block, this.#page.state!.variables, async (command, terminal) => {
      const screen = await this.enter(terminal, command)
      await this.prompt(screen)
      return screen.lastOutput
    })
    await this.#page.ask({ type: 'answer', step, question, text })
  }

  /** Types a command at a terminal's prompt, and enters it. */
  async enter(terminal: string, command: string): Promise<Screen> {
    const screen = this.#page.screen(terminal)
    await this.prompt(screen)
    await this.keyboard.enter(screen, command)
    return screen
  }

  /** Waits for a terminal's prompt. @throws where none comes */
  async prompt(screen: Screen): Promise<void> {
    const otherwise = () => `no prompt in terminal ${screen.name}:\n${screen.tail}\n`
    await this.#page.until(() => screen.atPrompt, this.#manner.patience, otherwise)
  }

  async #think(): Promise<void> {
    await this.#page.pause(this.#chance.between(...this.#manner.thinking))
  }
}
